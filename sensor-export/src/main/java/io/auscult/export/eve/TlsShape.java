package io.auscult.export.eve;

import static io.auscult.export.eve.Members.object;

import io.auscult.export.JsonBytes.Key;

/** A handshake as a {@code tls} record, with what the responder's certificate said when that came before. */
final class TlsShape {
    private static final String[] VERSIONS = {
        "SSLv2",
        "SSLv2",
        "SSLv3",
        "SSLv3",
        "TLSv10",
        "TLSv1",
        "TLSv11",
        "TLS 1.1",
        "TLSv12",
        "TLS 1.2",
        "TLSv13",
        "TLS 1.3",
        "DTLSv10",
        "DTLS 1.0",
        "DTLSv12",
        "DTLS 1.2",
        "DTLSv13",
        "DTLS 1.3"
    };
    private static final Key RESUMED = Key.of(",\"session_resumed\":true");

    private TlsShape() {}

    static Shape of(Members m, Certificates certificates) {
        return Shape.of(
                EveType.TLS,
                object(
                        "tls",
                        certificates,
                        (line, event) -> {
                            if (event.flag(m.field("resumed"))) {
                                line.key(RESUMED);
                            }
                        },
                        m.text("sni", "server_name"),
                        m.wordsOrText("version", "version", VERSIONS),
                        object("ja3", m.text("hash", "ja3")),
                        object("ja3s", m.text("hash", "ja3s")),
                        m.text("ja4", "ja4"),
                        m.single("server_alpns", m.elementOf("next_protocol"))));
    }
}
