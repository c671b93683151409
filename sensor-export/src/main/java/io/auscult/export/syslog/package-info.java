/**
 * Does: sends alerts and incidents as syslog messages (RFC 5424) in CEF, LEEF or JSON. In: alerts and incidents. Out: UDP, TCP or TLS
 * (RFC 5426, 6587, 5425). Thread: the exporter's own, and two virtual ones a connection that listen for its end. Limits: a message's bytes;
 * what is kept to be sent again. TCP has no receipt: what is known of the receiver is said at {@link io.auscult.export.syslog.TcpLink}.
 */
package io.auscult.export.syslog;
