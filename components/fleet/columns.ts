/** Widths of the fleet table, and the screens on which a column has room. Fixed, so that no refresh moves anything. */
export const COLUMN = {
  cluster: "",
  connections: "w-[110px] max-sm:pr-4 max-sm:align-top",
  trend: "w-[140px] max-xl:hidden",
  limit: "w-[156px] max-lg:hidden",
  proxies: "w-[104px] max-lg:hidden",
  skew: "w-[148px] max-md:hidden",
  opened: "w-[92px] max-xl:hidden",
  nodes: "w-[84px] max-sm:hidden",
  age: "w-[78px] max-sm:hidden",
} as const;
