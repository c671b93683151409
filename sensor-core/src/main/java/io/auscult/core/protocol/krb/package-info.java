/**
 * Does: reads Kerberos 5 (RFC 4120) over UDP, TCP and inside GSS-API, and password changes (RFC 3244): who asks whom for a ticket, with which
 * encryption, and what is answered. In: messages of both directions. Out: one {@code kerberos} event for each request, answered or not, with
 * an {@code identity} event. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.krb.KrbParser#MAX_PENDING} unanswered requests,
 * {@link io.auscult.core.protocol.krb.KrbMessage#MAX_LIST} elements of a list; tickets and authenticators are passed over.
 */
package io.auscult.core.protocol.krb;
