package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import org.jspecify.annotations.Nullable;

/** How interfaces, operations and code points are written. Stateless. */
final class RpcNames {
    private static final CodeNames REJECTIONS = CodeNames.load(RpcNames.class, "bind-rejections.tsv", "");
    private static final CodeNames AUTH_TYPES = CodeNames.load(RpcNames.class, "auth-types.tsv", "");
    private static final String[] AUTH_LEVELS = {"default", "none", "connect", "call", "packet", "integrity", "privacy"
    };
    private static final String[] RESULTS = {"accepted", "refused by user", "refused", "negotiated"};
    private static final String[] REASONS = {"", "unknown interface", "unknown transfer syntax", "limit exceeded"};
    private static final String OTHER = "other";

    static final int PRIVACY = 6; // authentication level

    private RpcNames() {}

    /** Appends the UUID as text. */
    static void uuid(TextSlot into, long high, long low) {
        hex(into, high, 60, 8);
        into.append((byte) '-');
        hex(into, high, 28, 4);
        into.append((byte) '-');
        hex(into, high, 12, 4);
        into.append((byte) '-');
        hex(into, low, 60, 4);
        into.append((byte) '-');
        hex(into, low, 44, 12);
    }

    /** Appends digits of a number, from the four bits at {@code shift} on. */
    static void hex(TextSlot into, long value, int shift, int digits) {
        for (int i = 0; i < digits; i++) {
            int digit = (int) (value >>> shift - 4 * i) & 0xF;
            into.append((byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit));
        }
    }

    /** Replaces the text by the endpoint's name, or Zeek's words for one that has none. */
    static void endpoint(TextSlot into, @Nullable Interface known, long high, long low) {
        into.clear();
        if (known != null) {
            into.append(known.name());
        } else {
            into.append("unknown-");
            uuid(into, high, low);
        }
    }

    /** Replaces the text by the operation's name, or Zeek's words for one that has none. */
    static void operation(TextSlot into, @Nullable Interface known, int opnum) {
        into.clear();
        String name = known == null ? null : known.operation(opnum);
        if (name != null) {
            into.append(name);
        } else {
            into.append("unknown-");
            into.appendDecimal(opnum);
        }
    }

    static String authType(int type) {
        String name = AUTH_TYPES.name(type);
        return name != null ? name : OTHER;
    }

    static String authLevel(int level) {
        return level < AUTH_LEVELS.length ? AUTH_LEVELS[level] : OTHER;
    }

    static String rejection(int reason) {
        String name = REJECTIONS.name(reason);
        return name != null ? name : OTHER;
    }

    /** @param result the result in the upper, the reason in the lower half; negative for none */
    static String bindResult(int result) {
        if (result < 0) {
            return "unanswered";
        }
        int reason = result & 0xFFFF;
        int answer = result >>> 16;
        if (answer == 2 && reason > 0 && reason < REASONS.length) {
            return REASONS[reason];
        }
        return answer < RESULTS.length ? RESULTS[answer] : OTHER;
    }
}
