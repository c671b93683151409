package io.auscult.rules.indicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;

/**
 * Brings what stands in events into the form in which indicators are compared, in one reused buffer. What does not fit is no match. One a thread.
 */
final class Texts {
    static final byte[] SUCCESS = "success".getBytes(UTF_8);
    static final byte[] FAILURE = "failure".getBytes(UTF_8);

    private static final int MOST_HOST = 256;
    private static final int MOST_FORMS = 4;
    private static final byte[] HTTP = "http://".getBytes(UTF_8);

    private final byte[] bytes = new byte[Indicator.MOST_VALUE + 8];
    private final int[] formFrom = new int[MOST_FORMS];
    private final int[] formLength = new int[MOST_FORMS];
    private int length;
    private int nameLength; // of the host without its port
    private int hostLength;
    private long low;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Of a list of texts. */
    static int length(byte[] list, int at) {
        return (list[at] & 0xFF) << 24 | (list[at + 1] & 0xFF) << 16 | (list[at + 2] & 0xFF) << 8 | list[at + 3] & 0xFF;
    }

    static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, UTF_8);
    }

    /** Whether it may be a host name: letters, digits, dots, hyphens, and a letter in it. */
    static boolean isName(byte[] bytes, int from, int length) {
        boolean letter = false;
        for (int i = from; i < from + length; i++) {
            int c = lower(bytes[i]);
            letter |= c >= 'a' && c <= 'z';
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return letter;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    /** What a request asked for: host, port where it is not 80, path and query, without scheme. */
    void url(byte[] from, int hostAt, int hostBytes, int uriAt, int uriBytes) {
        int at = uriAt;
        int end = uriAt + uriBytes;
        int host = hostAt;
        int hostEnd = hostAt + hostBytes;
        if (startsWithHttp(from, at, uriBytes)) { // asked of a proxy
            host = at + HTTP.length;
            hostEnd = host;
            while (hostEnd < end && from[hostEnd] != '/' && from[hostEnd] != '?') {
                hostEnd++;
            }
            at = hostEnd;
        }
        if (hostEnd - host > MOST_HOST) {
            hostEnd = host;
        }
        hostLength = hostEnd - host;
        nameLength = hostLength;
        for (int i = 0; i < hostLength; i++) {
            int c = lower(from[host + i]);
            bytes[i] = (byte) c;
            if (c == ']') {
                nameLength = hostLength; // what looked like a port was part of an address
            } else if (c == ':' && nameLength == hostLength) {
                nameLength = i;
            }
        }
        if (hostLength - nameLength == 3 && bytes[nameLength + 1] == '8' && bytes[nameLength + 2] == '0') {
            hostLength = nameLength;
        }
        length = hostLength;
        if (at == end || from[at] != '/') {
            bytes[length++] = '/';
        }
        if (at < end && (from[at] == '/' || from[at] == '?')) {
            int count = end - at;
            if (length + count > Indicator.MOST_VALUE) {
                length = 0; // longer than any indicator
            } else {
                System.arraycopy(from, at, bytes, length, count);
                length += count;
            }
        }
    }

    private static boolean startsWithHttp(byte[] from, int at, int count) {
        if (count < HTTP.length) {
            return false;
        }
        for (int i = 0; i < HTTP.length; i++) {
            if (lower(from[at + i]) != HTTP[i]) {
                return false;
            }
        }
        return true;
    }

    int hostLength() {
        return nameLength;
    }

    String host() {
        return text(bytes, 0, nameLength);
    }

    String whole() {
        return "http://" + text(bytes, 0, length);
    }

    /** Whether the host is an address of IPv4. */
    boolean isAddress() {
        int bits = 0;
        int octet = -1;
        int dots = 0;
        for (int i = 0; i < nameLength; i++) {
            int c = bytes[i];
            if (c == '.') {
                if (octet < 0 || ++dots > 3) {
                    return false;
                }
                bits = bits << 8 | octet;
                octet = -1;
            } else if (c >= '0' && c <= '9') {
                octet = Math.max(octet, 0) * 10 + c - '0';
                if (octet > 255) {
                    return false;
                }
            } else {
                return false;
            }
        }
        low = IpAddress.lowOfIpv4(bits << 8 | Math.max(octet, 0));
        return dots == 3 && octet >= 0;
    }

    long addressLow() {
        return low;
    }

    /** The ways in which an indicator may name this user: alone, with @domain, with DOMAIN\. @return how many */
    int user(byte[] from, int userAt, int userBytes, int domainAt, int domainBytes) {
        if (userBytes == 0 || userBytes > MOST_HOST || domainBytes > MOST_HOST) {
            return 0;
        }
        for (int i = 0; i < userBytes; i++) {
            bytes[i] = (byte) lower(from[userAt + i]);
        }
        int forms = form(0, 0, userBytes);
        for (int i = 1; i < userBytes - 1; i++) {
            if (bytes[i] == '@') {
                return form(forms, 0, i);
            }
            if (bytes[i] == '\\') {
                return form(forms, i + 1, userBytes - i - 1);
            }
        }
        if (domainBytes > 0) {
            int at = userBytes;
            System.arraycopy(bytes, 0, bytes, at, userBytes);
            bytes[at + userBytes] = '@';
            copyLower(from, domainAt, domainBytes, at + userBytes + 1);
            forms = form(forms, at, userBytes + 1 + domainBytes);
            at += userBytes + 1 + domainBytes;
            copyLower(from, domainAt, domainBytes, at);
            bytes[at + domainBytes] = '\\';
            System.arraycopy(bytes, 0, bytes, at + domainBytes + 1, userBytes);
            forms = form(forms, at, domainBytes + 1 + userBytes);
        }
        return forms;
    }

    private void copyLower(byte[] from, int at, int count, int to) {
        for (int i = 0; i < count; i++) {
            bytes[to + i] = (byte) lower(from[at + i]);
        }
    }

    private int form(int index, int from, int count) {
        formFrom[index] = from;
        formLength[index] = count;
        return index + 1;
    }

    int formFrom(int i) {
        return formFrom[i];
    }

    int formLength(int i) {
        return formLength[i];
    }

    /** The address in {@code Name <user@domain>}. @return whether there is one */
    boolean mail(byte[] from, int at, int count) {
        int begin = at;
        int end = at + count;
        for (int i = at; i < at + count; i++) {
            if (from[i] == '<') {
                begin = i + 1;
            } else if (from[i] == '>' && i > begin) {
                end = i;
                break;
            }
        }
        length = end - begin;
        if (length > MOST_HOST * 2) {
            return false;
        }
        boolean isMail = false;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) lower(from[begin + i]);
            isMail |= bytes[i] == '@';
        }
        return isMail;
    }
}
