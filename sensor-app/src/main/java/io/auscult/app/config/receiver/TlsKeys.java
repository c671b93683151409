package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of TLS that every kind of receiver has alike. Immutable. */
final class TlsKeys {
    private final Setting<Optional<Path>> ca;
    private final Setting<Optional<Path>> certificate;
    private final Setting<Optional<Secret>> key;
    private final Setting<String> serverName;
    private final Setting<Boolean> insecure;

    TlsKeys(ReceiverKind settings) {
        ca = settings.optional(
                "ca_file",
                ValueTypes.file("path of a PEM file"),
                Optional.empty(),
                "Authorities that the receiver's certificate must lead to. Empty: those that Java brings.");
        certificate = settings.optional(
                "client_certificate",
                ValueTypes.file("path of a PEM file"),
                Optional.empty(),
                "The sensor's own certificate, for receivers that want one. Empty: none.");
        key = settings.optional(
                "client_key",
                ValueTypes.secret(),
                Optional.empty(),
                "The key of client_certificate: PKCS#8 in PEM, not encrypted.");
        serverName = settings.optional(
                "server_name",
                ValueTypes.text("a host name", 255),
                "",
                "The name that the receiver's certificate must have, when it is not the one it is reached by.");
        insecure = settings.optional(
                "insecure",
                ValueTypes.flag(),
                false,
                "true believes anybody to be the receiver: only to try something out.");
    }

    TlsSettings of(Entry entry) {
        return new TlsSettings(
                entry.get(ca).orElse(null),
                entry.get(certificate).orElse(null),
                entry.get(key).orElse(null),
                entry.get(serverName).isEmpty() ? null : entry.get(serverName),
                entry.get(insecure));
    }
}
