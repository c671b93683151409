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

    private int version;
    private Step step = Step.CHOICE;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isOrig()) {
            if (version == 0) {
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
        if (in.length() < 2) {
            return 0;
        }
        return switch (step) {
            case CHOICE -> {
                int method = in.u8(1);
                if (in.u8(0) != 5) {
                    yield REJECT;
                }
                in.confirm();
                step = method == PASSWORD ? Step.PASSWORD_VERDICT : Step.REPLY;
                yield method == REFUSED ? DONE : 2;
            }
            case PASSWORD_VERDICT -> {
                step = Step.REPLY;
                yield in.u8(1) == 0 ? 2 : DONE;
            }
            case REPLY -> onReply(in);
        };
    }

    /** Version, verdict, zero, address (type and value), port. */
    private int onReply(StreamView in) {
        if (in.u8(0) != 5 || in.u8(1) != 0) {
            return DONE;
        }
        if (in.length() < 5) {
            return 0;
        }
        int address = switch (in.u8(3)) {
            case IPV4 -> 4;
            case NAME -> 1 + in.u8(4);
            case IPV6 -> 16;
            default -> -1;
        };
        if (address < 0) {
            return DONE;
        }
        int length = 4 + address + 2;
        return in.length() < length ? 0 : tunnel(in, length);
    }

    private static int tunnel(StreamView in, int eaten) {
        in.handOver();
        return eaten;
    }

    @Override
    public void reset() {
        version = 0;
        step = Step.CHOICE;
    }
}
