package io.auscult.core.protocol.rdp;

import io.auscult.core.protocol.CodeNames;

/** Names of the numbers in RDP, from data files beside this class. */
final class RdpNames {
    static final CodeNames PROTOCOLS = load("protocols.tsv", "security_protocol-");
    static final CodeNames FAILURES = load("failures.tsv", "failure_code-");
    static final CodeNames RESULTS = load("results.tsv", "result-");
    static final CodeNames BUILDS = load("builds.tsv", "client_build-");
    static final CodeNames KEYBOARDS = load("keyboards.tsv", "keyboard-");
    static final CodeNames COLOR_DEPTHS = load("color-depths.tsv", "high_color_depth-");
    static final CodeNames CERTIFICATES = load("certificates.tsv", "cert_type-");
    static final CodeNames ENCRYPTION_METHODS = load("encryption-methods.tsv", "encryption_method-");
    static final CodeNames ENCRYPTION_LEVELS = load("encryption-levels.tsv", "encryption_level-");

    private RdpNames() {}

    private static CodeNames load(String file, String prefix) {
        return CodeNames.load(RdpNames.class, file, prefix);
    }
}
