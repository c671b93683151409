package io.auscult.core.protocol.dhcp;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells DHCPv6 by options that add up to the last byte: on its own ports of any message, elsewhere of one that names its client (or is a relay's). Stateless.
 */
final class Dhcp6Probe {
    private static final int CLIENT_PORT = 546;
    private static final int SERVER_PORT = 547;
    private static final int MAX_OPTION = 160; // IANA has given fewer numbers

    private Dhcp6Probe() {}

    static Verdict probe(StreamView in) {
        int options = options(in);
        return options >= 0 && addsUp(in, options) ? Verdict.YES : Verdict.NO;
    }

    /** Where the options of the outermost message begin; -1 if it is none. */
    static int options(StreamView in) {
        if (in.length() < Dhcp6Options.HEADER) {
            return -1;
        }
        int type = in.u8(0);
        if (type == Dhcp6Options.RELAY_FORW || type == Dhcp6Options.RELAY_REPL) {
            return in.length() > Dhcp6Options.RELAY_HEADER && in.u8(1) <= Dhcp6Options.MAX_HOPS
                    ? Dhcp6Options.RELAY_HEADER
                    : -1;
        }
        return type >= 1 && type <= Dhcp6Options.LAST_TYPE ? Dhcp6Options.HEADER : -1;
    }

    private static boolean addsUp(StreamView in, int from) {
        boolean certain = isUsual(in.connection().respPort) || isUsual(in.connection().origPort);
        int at = from;
        while (in.length() - at >= 4) {
            int code = in.u16(at);
            if (code == 0 || code > MAX_OPTION) {
                return false;
            }
            certain |= isCertain(in, code, at + 4, in.u16(at + 2), from);
            at += 4 + in.u16(at + 2);
        }
        return certain && at == in.length() && at > from;
    }

    /** A client's DUID of a known type, or a relayed message. */
    private static boolean isCertain(StreamView in, int code, int at, int length, int options) {
        if (length > in.length() - at) {
            return false;
        }
        return options == Dhcp6Options.RELAY_HEADER
                ? code == Dhcp6Options.RELAY_MESSAGE && length > Dhcp6Options.HEADER
                : code == Dhcp6Options.CLIENT_ID && length >= 6 && in.u16(at) >= 1 && in.u16(at) <= 4;
    }

    private static boolean isUsual(int port) {
        return port == CLIENT_PORT || port == SERVER_PORT;
    }
}
