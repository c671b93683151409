package io.auscult.core.protocol.krb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;

/** Numbers of Kerberos and their names, from the files beside this class. Immutable. */
public final class KrbCodes {
    static final int AS_REQ = 10;
    static final int AS_REP = 11;
    static final int TGS_REQ = 12;
    static final int TGS_REP = 13;
    static final int AP_REQ = 14;
    static final int AP_REP = 15;
    static final int SAFE = 20;
    static final int PRIV = 21;
    static final int CRED = 22;
    static final int ERROR = 30;

    static final int PREAUTH_FAILED = 24;
    static final int PREAUTH_REQUIRED = 25;
    static final int WRONG_REALM = 68;
    static final int MORE_PREAUTH_DATA_REQUIRED = 91;

    static final int FORWARDABLE = 0x4000_0000;
    static final int RENEWABLE = 0x0080_0000;

    /** Options of a request by their bit, the first one highest, RFC 4120 section 5.4.1, RFC 6806, [MS-SFU] 2.2.3. */
    private static final String[] OPTIONS = {
        null,
        "forwardable",
        "forwarded",
        "proxiable",
        "proxy",
        "allow-postdate",
        "postdated",
        null,
        "renewable",
        null,
        null,
        "opt-hardware-auth",
        null,
        null,
        "constrained-delegation",
        "canonicalize",
        "request-anonymous",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "disable-transited-check",
        "renewable-ok",
        "enc-tkt-in-skey",
        null,
        "renew",
        "validate"
    };

    private static final String NEGATIVE = "unknown--"; // private ones, Microsoft's of old
    private static final CodeNames ERRORS = CodeNames.load(KrbCodes.class, "errors.tsv", "unknown-");
    private static final CodeNames ETYPES = CodeNames.load(KrbCodes.class, "etypes.tsv", "unknown-");
    private static final CodeNames PADATA = CodeNames.load(KrbCodes.class, "padata.tsv", "unknown-");

    private KrbCodes() {}

    public static String error(int code) {
        return name(ERRORS, code);
    }

    static String etype(int code) {
        return name(ETYPES, code);
    }

    private static String name(CodeNames names, int code) {
        String name = code < 0 ? null : names.name(code);
        return name != null ? name : "unknown-" + code;
    }

    static void etypeTo(EventWriter out, Field field, int code) {
        if (code < 0) {
            out.set(field, NEGATIVE, -(long) code);
        } else {
            ETYPES.to(out, field, code);
        }
    }

    static void addEtype(EventWriter out, int code) {
        add(out, ETYPES, code);
    }

    static void addPadata(EventWriter out, int code) {
        add(out, PADATA, code);
    }

    private static void add(EventWriter out, CodeNames names, int code) {
        if (code < 0) {
            out.add(NEGATIVE, -(long) code);
        } else {
            names.addTo(out, code);
        }
    }

    /** Adds the names of the options that are set to the list begun. */
    static void addOptions(EventWriter out, int options) {
        for (int i = 0; i < OPTIONS.length; i++) {
            if (OPTIONS[i] != null && (options & Integer.MIN_VALUE >>> i) != 0) {
                out.add(OPTIONS[i]);
            }
        }
    }
}
