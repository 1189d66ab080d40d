import { createContext, useContext, type ReactNode } from 'react';
import { sendEvent } from './track';

type Report = (...reported: [name: string, props?: Record<string, unknown>]) => void;

const ReportContext = createContext<Report | null>(null);

export function ReportProvider({ children }: { children: ReactNode }) {
  // ok
  const report: Report = (...reported) => sendEvent(...reported);
  return <ReportContext.Provider value={report}>{children}</ReportContext.Provider>;
}

export function useReport(): Report {
  return useContext(ReportContext) ?? (() => undefined);
}
