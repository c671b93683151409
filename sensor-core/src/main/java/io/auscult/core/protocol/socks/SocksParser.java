package io.auscult.core.protocol.socks;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.util.List;

/**
 * SOCKS until the proxy has said yes; what comes after is another protocol's. Version 5: methods, choice, perhaps a password (passed over), request, reply. Version 4:
 * request, reply.
 */
public final class SocksParser implements ProtocolParser {
    public static final Protocol PROTOCOL =
            new Protocol("socks", true, false, List.of(1080), SocksProbe::probe, SocksParser::new, List.of());

    private static final int GRANTED_4 = 90;
    private static final int IPV4 = 1, NAME = 3, IPV6 = 4;
    private static final int PASSWORD = 2, REFUSED = 0xFF;

    /** What the proxy says next. */
    private enum Step {
        CHOICE,
        PASSWORD_VERDICT,
        REPLY
    }

    private boolean begun;
    private int version;
    private Step step = Step.CHOICE;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isOrig()) {
            if (!begun && in.length() > 0) {
                begun = true;
                version = in.u8(0);
                step = version == 4 ? Step.REPLY : Step.CHOICE;
            }
            return in.length(); // its requests; the answers tell how far it is
        }
        return switch (version) {
            case 5 -> onVersion5(in);
            case 4 -> onVersion4(in);
            default -> REJECT;
        };
    }

    private int onVersion4(StreamView in) {
        if (in.length() < 8) {
            return 0;
        }
        if (in.u8(0) != 0 || in.u8(1) < GRANTED_4 || in.u8(1) > GRANTED_4 + 3) {
            return REJECT;
        }
        in.confirm();
        return in.u8(1) == GRANTED_4 ? tunnel(in, 8) : DONE;
    }

    private int onVersion5(StreamView in) {
        int at = 0;
        while (in.length() - at >= 2 && step != Step.REPLY) {
            if (step == Step.CHOICE) {
                int method = in.u8(at + 1);
                if (in.u8(at) != 5) {
                    return REJECT;
                }
                in.confirm();
                if (method == REFUSED) {
                    return DONE;
                }
                step = method == PASSWORD ? Step.PASSWORD_VERDICT : Step.REPLY;
            } else {
                if (in.u8(at + 1) != 0) {
                    return DONE;
                }
                step = Step.REPLY;
            }
            at += 2;
        }
        return step == Step.REPLY && in.length() - at >= 2 ? onReply(in, at) : at;
    }

    /** Version, verdict, zero, address (type and value), port. */
    private static int onReply(StreamView in, int at) {
        if (in.u8(at) != 5 || in.u8(at + 1) != 0) {
            return DONE;
        }
        if (in.length() - at < 5) {
            return at;
        }
        int address = switch (in.u8(at + 3)) {
            case IPV4 -> 4;
            case NAME -> 1 + in.u8(at + 4);
            case IPV6 -> 16;
            default -> -1;
        };
        if (address < 0) {
            return DONE;
        }
        int end = at + 4 + address + 2;
        return in.length() < end ? at : tunnel(in, end);
    }

    private static int tunnel(StreamView in, int eaten) {
        in.handOver();
        return eaten;
    }

    @Override
    public void reset() {
        begun = false;
        version = 0;
        step = Step.CHOICE;
    }
}
