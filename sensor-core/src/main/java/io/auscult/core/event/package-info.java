/**
 * Does: holds what parsers and flows have to say as flat records with a documented schema. In: calls of
 * {@link io.auscult.core.event.EventWriter}. Out: {@link io.auscult.core.event.EventBlock}s, read through the flyweight
 * {@link io.auscult.core.event.Event}. Thread: one block belongs to one stage at a time. Limits: 64 fields a type, 32 KiB a text,
 * {@link io.auscult.core.event.EventBlock#MAX_BYTES} a block; what is beyond is cut or dropped and counted.
 */
package io.auscult.core.event;
