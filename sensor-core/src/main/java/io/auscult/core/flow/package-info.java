/**
 * Does: follows every conversation: direction, state, history, counts, time-outs. In: decoded packets. Out: {@code conn}, {@code contact},
 * {@code arp} and {@code icmp} events ({@link io.auscult.core.flow.FlowEvents}). Thread: the lane that owns the shard. Limits: a flow table of fixed capacity a shard; when
 * it is full the least valuable of a few samples is ended early and counted.
 */
package io.auscult.core.flow;
