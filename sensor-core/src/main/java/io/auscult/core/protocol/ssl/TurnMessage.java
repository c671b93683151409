package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.StreamView;

/**
 * What a message of TURN (RFC 8656) carries between a client and its relay: the data of a channel, or of an indication. One per parser, reused for every
 * datagram; nothing outside of it is read.
 * <pre>
 *  channel     | 0x4000 to 0x4FFF (2) | length (2) | data, perhaps padded |
 *  indication  | 0x0016 or 0x0017 (2) | length (2) | cookie (4) | transaction (12) | attributes
 *  attribute   | type (2) | length (2) | value, padded to four bytes |
 * </pre>
 */
final class TurnMessage {
    private static final int CHANNEL_HEADER = 4; // bytes
    private static final int ATTRIBUTE_HEADER = 4; // bytes
    private static final int SEND = 0x0016, DATA = 0x0017; // indications
    private static final int DATA_ATTRIBUTE = 0x0013;

    private final StreamView data = new StreamView();

    /** @return what is carried, valid as long as {@code in}; {@code in} itself where it is no message that carries something */
    StreamView carried(StreamView in) {
        if (in.length() > CHANNEL_HEADER && in.u8(0) >> 4 == 4 && in.u16(2) <= in.length() - CHANNEL_HEADER) {
            return data.sub(in, CHANNEL_HEADER, in.u16(2));
        }
        return DtlsProbe.isStun(in) && (in.u16(0) == SEND || in.u16(0) == DATA) ? attribute(in) : in;
    }

    private StreamView attribute(StreamView in) {
        int at = DtlsProbe.STUN_HEADER;
        while (in.length() - at >= ATTRIBUTE_HEADER) {
            int length = in.u16(at + 2);
            int value = at + ATTRIBUTE_HEADER;
            if (length > in.length() - value) {
                return in;
            }
            if (in.u16(at) == DATA_ATTRIBUTE) {
                return data.sub(in, value, length);
            }
            at = value + (length + 3 & ~3);
        }
        return in;
    }
}
