"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** Width of an element in whole px, followed as it changes; null until it is laid out in a browser. */
export function useMeasuredWidth<Element extends HTMLElement>(): [RefObject<Element | null>, number | null] {
  const ref = useRef<Element>(null);
  const [widthPx, setWidthPx] = useState<number | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const width = Math.floor(element.getBoundingClientRect().width);
      if (width > 0) setWidthPx(width);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [ref, widthPx];
}
