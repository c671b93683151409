/**
 * Does: answers GET and HEAD for a few fixed paths over HTTP/1.1. In: requests from anybody who reaches the port. Out: pages
 * made by their suppliers. Thread: one event loop of Netty. Limits: connections at once, length of a request, time of a
 * connection; all constants of {@link io.auscult.app.http.HttpServer}; at the bound the connection is closed.
 */
@org.jspecify.annotations.NullMarked
package io.auscult.app.http;
