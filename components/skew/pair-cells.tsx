import { Quantity } from "@/components/ui/quantity";
import { Td, Th } from "@/components/ui/table";
import { formatChange, formatPairValue, type Pair, type PairUnit } from "@/lib/present/skew/compare";

/** Three columns of one number: at A, at B, and the difference. */
export function PairHeads({ name }: { name: string }) {
  return (
    <>
      <Th align="right" className="whitespace-nowrap">
        {name} A
      </Th>
      <Th align="right">B</Th>
      <Th align="right" className="whitespace-nowrap">
        B − A
      </Th>
    </>
  );
}

export function PairCells({ pair, unit }: { pair: Pair; unit: PairUnit }) {
  return (
    <>
      <Td align="right" className="py-1.5!">
        <Quantity text={formatPairValue(pair.a, unit)} />
      </Td>
      <Td align="right" className="py-1.5!">
        <Quantity text={formatPairValue(pair.b, unit)} />
      </Td>
      <Td align="right" className="py-1.5! font-medium">
        <Quantity text={formatChange(pair.change, unit)} />
      </Td>
    </>
  );
}
