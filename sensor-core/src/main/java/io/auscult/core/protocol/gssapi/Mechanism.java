package io.auscult.core.protocol.gssapi;

import io.auscult.core.protocol.asn1.Ber;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Mechanisms of GSS-API by their object identifiers. */
enum Mechanism {
    SPNEGO("spnego", "2b0601050502"), // 1.3.6.1.5.5.2
    KRB5("krb5", "2a864886f712010202"), // 1.2.840.113554.1.2.2
    MS_KRB5("ms-krb5", "2a864882f712010202"), // 1.2.840.48018.1.2.2, cut to 16 bits by Windows 2000
    KRB5_U2U("krb5-u2u", "2a864886f71201020203"), // 1.2.840.113554.1.2.2.3
    IAKERB("iakerb", "2b0601050205"), // 1.3.6.1.5.2.5
    NTLM("ntlm", "2b06010401823702020a"), // 1.3.6.1.4.1.311.2.2.10
    NEGOEX("negoex", "2b06010401823702021e"); // 1.3.6.1.4.1.311.2.2.30

    private static final Mechanism[] ALL = values();

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final byte[] id;

    Mechanism(String word, String id) {
        this.word = word;
        this.id = HexFormat.of().parseHex(id);
    }

    String word() {
        return word;
    }

    boolean isKerberos() {
        return this == KRB5 || this == MS_KRB5 || this == KRB5_U2U || this == IAKERB;
    }

    /** The mechanism whose identifier the cursor stands on, or null. */
    static @Nullable Mechanism of(Ber oid) {
        for (Mechanism known : ALL) {
            if (oid.tag() == Ber.OBJECT_IDENTIFIER && oid.contentIs(known.id)) {
                return known;
            }
        }
        return null;
    }
}
