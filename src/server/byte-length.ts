/** How many bytes a message takes on the wire, its frame's number not counted. */
export const byteLength = (data: string | Uint8Array): number =>
  typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength
