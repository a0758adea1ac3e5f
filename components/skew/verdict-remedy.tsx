import { CodeBlock } from "@/components/ui/code-block";
import type { RemedyStep, SkewVerdictAnswer } from "@/lib/contract/skew";
import { stepWords } from "@/lib/present/skew/remedy-words";

/** What to do about it: the first step open, the others one click away, each with what it costs. */
export function VerdictRemedy({ remedy }: { remedy: NonNullable<SkewVerdictAnswer["remedy"]> }) {
  const [first, ...others] = remedy.steps;
  return (
    <section aria-label="What to do" className="mt-3 grid grid-cols-1 gap-2">
      <p className="max-w-[110ch] text-pretty">{remedy.sentence}</p>
      {first && (
        <div>
          <StepTitle step={first} />
          <StepBody step={first} />
        </div>
      )}
      {others.map((step) => (
        <details key={`${step.title} ${step.library}`} className="group/step">
          <summary className="w-fit cursor-pointer rounded-mark">
            <StepTitle step={step} />
          </summary>
          <StepBody step={step} />
        </details>
      ))}
    </section>
  );
}

function StepTitle({ step }: { step: RemedyStep }) {
  return (
    <span className="font-medium">
      {step.title}
      {step.library !== null && <span className="font-normal text-muted"> · {step.library}</span>}
    </span>
  );
}

function StepBody({ step }: { step: RemedyStep }) {
  const { copyLabel, caution } = stepWords(step);
  return (
    <div className="mt-1.5 grid grid-cols-1 gap-1.5">
      {step.code !== null && (
        <div className="[&_pre]:max-h-56 [&_pre]:overflow-y-auto">
          <CodeBlock label={copyLabel} code={step.code} />
        </div>
      )}
      {(step.cost !== null || caution !== null) && (
        <p className="max-w-[110ch] text-small text-pretty text-muted">
          {[step.cost && `Cost: ${step.cost}`, caution].filter(Boolean).join(" ")}
        </p>
      )}
    </div>
  );
}
