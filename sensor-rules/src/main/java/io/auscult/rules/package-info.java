/**
 * Events to alerts to incidents. All knowledge of attacks; sees events, never packets.
 */
package io.auscult.rules;
