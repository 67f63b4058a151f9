/** What distinguishes this page from others: its connections to the feed carry it as `?page=`. */
export const page = String(performance.timeOrigin)
