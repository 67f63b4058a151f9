/**
 * What the option `metrics` is called with, and in which unit. Gauges (`clients`, `readerLag`,
 * `covers`) are values as they are now, all others are to be added up.
 *
 * - `clients`: open links.
 * - `published`: messages that this node put into the log.
 * - `delivered`: messages sent to clients as they came; `replayed`: sent from the log.
 * - `recovered`, `notRecovered`: openings of clients that had a position.
 * - `refused`: messages whose handler failed or refused.
 * - `handlerTime`: ms that one run of a handler took.
 * - `readerLag`: ms since the node has last seen the head of the log.
 * - `covers`: ms that the log holds, once it is full.
 * - `epochs`: the store had another epoch.
 */
export type MetricName =
  | 'clients'
  | 'published'
  | 'delivered'
  | 'replayed'
  | 'recovered'
  | 'notRecovered'
  | 'refused'
  | 'handlerTime'
  | 'readerLag'
  | 'covers'
  | 'epochs'
