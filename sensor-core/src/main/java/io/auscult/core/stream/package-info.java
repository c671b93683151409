/**
 * Does: puts TCP payload in order and feeds protocol parsers, UDP datagrams too. In: packets of a flow. Out: calls of
 * {@link io.auscult.core.protocol.ProtocolParser}. Thread: the flow's lane. Limits: bytes held out of order per stream and per shard
 * ({@link io.auscult.core.stream.StreamSettings}); bytes kept for a parser ({@link io.auscult.core.protocol.ProtocolParser#MAX_KEPT}); what is over is reported as a gap;
 * unfinished messages per shard ({@link io.auscult.core.stream.Keepers}).
 */
package io.auscult.core.stream;
