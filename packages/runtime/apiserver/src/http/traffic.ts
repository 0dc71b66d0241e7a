import { tooManyRequests } from '../errors/api-errors.js';
import type { ListenLimits } from './listen-limits.js';

type TrafficLimits = Pick<ListenLimits, 'maxInFlight' | 'maxWaitingBodyBytes' | 'maxWaitingAnswerBytes'>;

/** Takes back what was taken; harmless when called again. */
export type Release = () => void;

/** Counts what clients hold, and refuses more than the limits with 429. */
export class Traffic {
  readonly #limits: TrafficLimits;
  #inFlight = 0;
  #bodyBytes = 0;
  #answerBytes = 0;

  constructor(limits: TrafficLimits) {
    this.#limits = limits;
  }

  /** Takes a place among the requests that are worked on. @throws ApiError 429 */
  enter(): Release {
    if (this.#inFlight >= this.#limits.maxInFlight) throw tooManyRequests();
    this.#inFlight++;
    return once(() => {
      this.#inFlight--;
    });
  }

  /** Takes memory for a part of a body. @throws ApiError 429 */
  holdBody(bytes: number): Release {
    if (this.#bodyBytes + bytes > this.#limits.maxWaitingBodyBytes) throw tooManyRequests();
    this.#bodyBytes += bytes;
    return once(() => {
      this.#bodyBytes -= bytes;
    });
  }

  /** Takes memory for an answer until it is sent; the first is let through, however large it is. @throws ApiError 429 */
  holdAnswer(bytes: number): Release {
    if (this.#answerBytes > 0 && this.#answerBytes + bytes > this.#limits.maxWaitingAnswerBytes)
      throw tooManyRequests();
    this.#answerBytes += bytes;
    return once(() => {
      this.#answerBytes -= bytes;
    });
  }
}

function once(release: () => void): Release {
  let isDone = false;
  return () => {
    if (!isDone) release();
    isDone = true;
  };
}
