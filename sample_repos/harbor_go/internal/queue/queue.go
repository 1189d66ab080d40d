// Package queue holds jobs until a worker is free.
package queue

import "context"

// Job is something to do later.
type Job struct {
	Name    string
	Payload map[string]any
}

// Queue is filled by requests and emptied by workers.
type Queue struct {
	jobs chan Job
}

// Enqueue waits for a place in the queue.
func (q *Queue) Enqueue(ctx context.Context, job Job) error {
	select {
	case q.jobs <- job:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
