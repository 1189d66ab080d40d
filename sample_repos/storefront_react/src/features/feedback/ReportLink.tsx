import { useReport } from '@/analytics/ReportContext';

export function ReportLink({ subject }: { subject: string }) {
  const report = useReport();

  return (
    <>
      {/* event: "Problem Reported" [subject, app_version, platform] (wrapper) */}
      <button onClick={() => report('Problem Reported', { subject })}>Report a problem</button>
      {/* event: "Help Opened" [app_version, platform] (wrapper) */}
      <button onClick={() => report('Help Opened')}>Help</button>
    </>
  );
}
