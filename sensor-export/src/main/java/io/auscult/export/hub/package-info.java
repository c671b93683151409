/**
 * Does: a TAXII 2.1 server for a group of hospitals: keeps the STIX objects that members post and gives them to members who ask. In: HTTP from members, who
 * show a token. Out: HTTP answers, a database, an audit log in it. Thread: Netty's event loop for the network, a few workers for requests, one writer at a time. Limits:
 * connections, time and size of a request, bytes of all requests at once, objects of a request and of a collection, requests and objects a second of a member;
 * at the bound a request is refused with the status that says so.
 */
package io.auscult.export.hub;
