/**
 * Does: posts incidents and, by option, alerts to a web address: as signed JSON for programs, as a message for Teams, Slack and Mattermost. In: alerts and
 * incidents. Out: HTTPS. Thread: the exporter's own, and virtual ones for requests under way. Limits: requests at once, bytes of an answer, the length of
 * every text. Texts from the network stand where the receiver reads no markup, or with its markup escaped.
 */
package io.auscult.export.webhook;
