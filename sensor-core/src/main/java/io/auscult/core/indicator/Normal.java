package io.auscult.core.indicator;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brings values into the form in which they are compared. Linear in the value, which is cut off at {@link Indicator#MOST_VALUE} before anything else. Stateless. */
final class Normal {
    private static final int MOST_NAME = 253; // RFC 1035 section 2.3.4, in text
    private static final int MOST_LABEL = 63;
    private static final int MOST_USER = 256;

    private Normal() {}

    static @Nullable String of(IndicatorType type, String value) {
        if (value.length() > Indicator.MOST_VALUE || hasControls(value)) {
            return null;
        }
        String text = refanged(value.strip());
        String normal = switch (type) {
            case ADDRESS -> address(text);
            case NETWORK -> network(text);
            case DOMAIN -> domain(text);
            case URL -> url(text);
            case JA3, MD5 -> digits(text, 32);
            case SHA1 -> digits(text, 40);
            case SHA256 -> digits(text, 64);
            case CERTIFICATE -> certificate(text);
            case JA4 -> ja4(text);
            case USER -> user(text);
            case EMAIL -> email(text);
        };
        return normal == null || normal.getBytes(StandardCharsets.UTF_8).length > Indicator.MOST_VALUE ? null : normal;
    }

    private static boolean hasControls(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F) {
                return true;
            }
        }
        return false;
    }

    /** What people write so that nobody clicks on it. */
    private static String refanged(String text) {
        String plain = text;
        if (plain.indexOf('[') >= 0 || plain.indexOf('(') >= 0) {
            plain = plain.replace("[.]", ".")
                    .replace("(.)", ".")
                    .replace("[:]", ":")
                    .replace("[@]", "@");
        }
        return plain.regionMatches(true, 0, "hxxp", 0, 4) ? "http" + plain.substring(4) : plain;
    }

    private static @Nullable String address(String text) {
        try {
            return IpAddress.parse(text).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String network(String text) {
        try {
            return text.indexOf('/') < 0 ? null : Network.parse(text).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static @Nullable String domain(String text) {
        String name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (!isAscii(name)) {
            try {
                name = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        name = name.toLowerCase(Locale.ROOT);
        return isName(name) ? name : null;
    }

    private static boolean isName(String name) {
        int label = 0;
        boolean dot = false;
        boolean letter = false; // somewhere in the last label: 1.2.3.4 is none
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
                dot = true;
                letter = false;
            } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
                letter |= c >= 'a' && c <= 'z';
                if (++label > MOST_LABEL) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return dot && label > 0 && letter && name.length() <= MOST_NAME;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static @Nullable String url(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]{0,15}")) {
            return null;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int from = colon + 3;
        int end = from;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority =
                text.substring(text.lastIndexOf('@', end - 1) >= from ? text.lastIndexOf('@', end - 1) + 1 : from, end);
        int fragment = text.indexOf('#', end);
        String path = text.substring(end, fragment < 0 ? text.length() : fragment);
        String host = host(authority, scheme);
        return host == null ? null : scheme + "://" + host + (path.startsWith("/") ? "" : "/") + unescaped(path);
    }

    /** Name or address, and the port where it is not the scheme's own. */
    private static @Nullable String host(String authority, String scheme) {
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String name = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        if (!port.matches("[0-9]{0,5}")) {
            return null;
        }
        String usual = scheme.equals("http") ? "80" : scheme.equals("https") ? "443" : "";
        String behind = port.isEmpty() || port.equals(usual) ? "" : ":" + port;
        if (name.startsWith("[")) {
            String inner = bracket < 0 ? null : address(name.substring(1, bracket));
            return inner == null ? null : "[" + inner + "]" + behind;
        }
        String known = address(name);
        known = known != null ? known : domain(name);
        known = known != null || !name.matches("[A-Za-z0-9_-]{1,63}") ? known : name.toLowerCase(Locale.ROOT);
        return known == null ? null : known + behind;
    }

    /** As the http log writes a target: each escape undone once. */
    private static String unescaped(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] from = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(from.length);
        for (int i = 0; i < from.length; i++) {
            int c = from[i];
            if (c == '%' && i + 2 < from.length && digit(from[i + 1]) >= 0 && digit(from[i + 2]) >= 0) {
                c = digit(from[i + 1]) << 4 | digit(from[i + 2]);
                i += 2;
            } else if (c == '%' && i + 1 < from.length && from[i + 1] == '%') {
                i++;
            }
            out.write(c);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int digit(int c) {
        return Character.digit(c, 16);
    }

    private static @Nullable String certificate(String text) {
        String plain = text.indexOf(':') < 0 ? text : text.replace(":", "");
        return switch (plain.length()) {
            case 32, 40, 64 -> digits(plain, plain.length());
            default -> null;
        };
    }

    private static @Nullable String digits(String text, int length) {
        if (text.length() != length) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F')) {
                return null;
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String ja4(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean client = lower.matches("[tqd][0-9sd]{2}[di][0-9]{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}");
        return client || lower.matches("[tqd][0-9sd]{2}[0-9]{2}[0-9a-z]{2}_[0-9a-f]{4}_[0-9a-f]{12}") ? lower : null;
    }

    private static @Nullable String user(String text) {
        return text.isEmpty() || text.length() > MOST_USER ? null : text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String email(String text) {
        String plain = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        int at = plain.lastIndexOf('@');
        if (at <= 0 || at > MOST_USER || plain.indexOf(' ') >= 0) {
            return null;
        }
        String domain = domain(plain.substring(at + 1));
        return domain == null ? null : plain.substring(0, at).toLowerCase(Locale.ROOT) + "@" + domain;
    }
}
