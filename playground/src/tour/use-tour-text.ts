import { useI18n } from 'vue-i18n'
import { formatCount } from '../format.ts'
import type { Line, LineKey } from './outcome-lines.ts'
import { FLOOD } from './steps.ts'
import type { StepId, TourTimes } from './times.ts'

/** The other figures are times. */
const COUNTS: ReadonlySet<LineKey> = new Set(['messages', 'lost', 'untold'])

export interface TourText {
  /** A time of some tenths of a second. */
  seconds(ms: number, digits?: number): string
  line(line: Line): string
  /** A text of a step that names its times. */
  step(id: StepId, part: 'does' | 'how'): string
}

/** Texts of the tour with figures in them. */
export function useTourText(times: TourTimes): TourText {
  const { t } = useI18n()
  const seconds = (ms: number, digits = 1): string =>
    t('tour.seconds', { n: (ms / 1000).toFixed(digits) })
  const round = (ms: number): string => t('tour.seconds', { n: String(ms / 1000) })

  return {
    seconds,
    line: ({ key, figure }) =>
      t(`tour.line.${key}`, {
        figure: COUNTS.has(key) ? formatCount(figure) : seconds(figure),
      }),
    step: (id, part) =>
      t(`tour.step.${id}.${part}`, {
        unplugged: round(times.unplugged),
        down: round(times.down),
        asleep: round(times.asleep),
        forgetAfter: round(times.forgetAfter),
        long: round(times.bound[id]),
        flood: formatCount(FLOOD),
      }),
  }
}
