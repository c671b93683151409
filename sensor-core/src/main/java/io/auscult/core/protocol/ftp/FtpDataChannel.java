package io.auscult.core.protocol.ftp;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.line.AddressText;

/**
 * Where the next data connection goes, as PORT, EPRT or the replies to PASV and EPSV say (RFC 959 section 3.2, RFC 2428). Reused; after a method
 * answered true, address and port are set.
 */
final class FtpDataChannel {
    private static final long MAPPED = 0x0000_FFFF_0000_0000L; // IPv4 in 128 bits
    private static final int NUMBERS = 6;

    long high;
    long low;
    int port;

    /** The client listens, or the server. */
    boolean passive;

    private final AddressText address = new AddressText();
    private boolean set;

    void clear() {
        set = false;
    }

    void copy(FtpDataChannel other) {
        high = other.high;
        low = other.low;
        port = other.port;
        passive = other.passive;
        set = other.set;
    }

    boolean isSet() {
        return set;
    }

    /** Six numbers: {@code 10,0,0,1,4,31}. */
    boolean readPort(TextSlot text, int from) {
        byte[] bytes = text.bytes();
        int length = text.length();
        long value = 0;
        int at = from;
        for (int i = 0; i < NUMBERS; i++) {
            if (i > 0) {
                if (at >= length || bytes[at] != ',') {
                    return false;
                }
                at++;
            }
            while (at < length && bytes[at] == ' ') {
                at++;
            }
            int number = 0;
            int digits = 0;
            for (; at < length && isDigit(bytes[at]) && digits < 4; at++, digits++) {
                number = number * 10 + bytes[at] - '0';
            }
            if (digits == 0 || number > 255) {
                return false;
            }
            value = value << 8 | number;
        }
        high = 0;
        low = MAPPED | value >>> 16;
        port = (int) value & 0xFFFF;
        set = true;
        return true;
    }

    /** The reply to PASV: behind a parenthesis, or from the first number with a comma. */
    boolean readPassive(TextSlot reply) {
        byte[] bytes = reply.bytes();
        int length = reply.length();
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '(') {
                return readPort(reply, at + 1);
            }
        }
        for (int at = 0; at < length; at++) {
            if (bytes[at] == ',') {
                int first = at;
                while (first > 0 && isDigit(bytes[first - 1])) {
                    first--;
                }
                return readPort(reply, first);
            }
        }
        return false;
    }

    /** {@code |2|fd00::1|5282|} with any delimiter; family and address may be missing, and are then those given. */
    boolean readExtended(TextSlot text, int from, long high, long low) {
        byte[] bytes = text.bytes();
        int length = text.length();
        if (from >= length) {
            return false;
        }
        byte delimiter = bytes[from];
        int address = indexOf(bytes, delimiter, from + 1, length) + 1;
        if (address == 0) {
            return false;
        }
        int addressEnd = indexOf(bytes, delimiter, address, length);
        if (addressEnd < 0) {
            return false;
        }
        int number = 0;
        int at = addressEnd + 1;
        for (; at < length && isDigit(bytes[at]) && number <= 0xFFFF; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        if (at == addressEnd + 1 || number > 0xFFFF || at >= length || bytes[at] != delimiter) {
            return false;
        }
        if (address == addressEnd) {
            this.high = high;
            this.low = low;
        } else if (this.address.read(bytes, address, addressEnd)) {
            this.high = this.address.high();
            this.low = this.address.low();
        } else {
            return false;
        }
        port = number;
        set = true;
        return true;
    }

    /** The reply to EPSV. */
    boolean readExtendedPassive(TextSlot reply, long high, long low) {
        int parenthesis = indexOf(reply.bytes(), (byte) '(', 0, reply.length());
        return parenthesis >= 0 && readExtended(reply, parenthesis + 1, high, low);
    }

    private static int indexOf(byte[] bytes, byte value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == value) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
