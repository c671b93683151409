/**
 * Does: the events that many protocols share: the use of an identity, the name of a host. In: what a parser has read. Out: {@code identity}
 * and {@code host_name} events. Thread: the flow's lane. Limits: names are cut at
 * {@link io.auscult.core.protocol.identity.IdentityUse#MAX_NAME} bytes; secrets are never taken.
 */
package io.auscult.core.protocol.identity;
