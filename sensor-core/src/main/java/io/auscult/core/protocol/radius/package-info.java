/**
 * Does: reads RADIUS (RFC 2865, accounting RFC 2866, EAP inside RFC 3579) and pairs requests with answers. In: datagrams. Out: a {@code radius} event for
 * each login, also over several challenges, and its {@code identity}. Thread: the flow's lane. Limits:
 * {@link io.auscult.core.protocol.radius.RadiusParser#MAX_PENDING} open logins a flow, the oldest is written to make room. Passwords and EAP contents are not looked at.
 */
package io.auscult.core.protocol.radius;
