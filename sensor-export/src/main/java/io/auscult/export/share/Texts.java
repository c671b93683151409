package io.auscult.export.share;

import io.auscult.core.event.IpAddress;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds addresses in texts, however they are written: with dots, as one number, in hexadecimal or octal, backwards as in reverse DNS, with other separators, inside IPv6 addresses of any
 * spelling; and hardware addresses. Stateless. The time is linear in the length of the text.
 */
final class Texts {
    private static final int V4 = 4; // parts
    private static final int V6 = 8; // groups
    private static final int NIBBLES = 32;
    private static final int MAC = 6; // bytes
    private static final int MAX_TOKEN = 40; // characters of one number
    private static final String REVERSE = ".in-addr";

    /** What was found. An odd form may be a number that means something else. */
    interface Found {
        void address(IpAddress address);

        default void oddAddress(IpAddress address) {}

        /** @param digits 12 hexadecimal ones */
        void mac(String digits);

        default void oddMac(String digits) {}
    }

    private Texts() {}

    /** Without differences that do not matter: full-width letters, case, space around. */
    static String plain(String text) {
        String normal = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        return normal.toLowerCase(Locale.ROOT).strip();
    }

    /** Addresses in their usual forms. */
    static List<IpAddress> addresses(String text) {
        List<IpAddress> all = new ArrayList<>();
        find(plain(text), new Found() {
            @Override
            public void address(IpAddress address) {
                all.add(address);
            }

            @Override
            public void mac(String digits) {}
        });
        return all;
    }

    /** Hardware addresses in their usual forms, and a text that is nothing but one. */
    static List<String> macs(String text) {
        List<String> all = new ArrayList<>();
        String plain = plain(text);
        find(plain, new Found() {
            @Override
            public void address(IpAddress address) {}

            @Override
            public void mac(String digits) {
                all.add(digits);
            }
        });
        if (plain.length() == 2 * MAC && isHex(plain)) {
            all.add(plain);
        }
        return all;
    }

    /** @param plain as {@link #plain} makes it */
    static void find(String plain, Found found) {
        int begin = -1;
        for (int i = 0; i <= plain.length(); i++) {
            boolean isPart = i < plain.length() && isPart(plain.charAt(i));
            if (isPart && begin < 0) {
                begin = i;
            } else if (!isPart && begin >= 0) {
                run(plain, begin, i, found);
                begin = -1;
            }
        }
    }

    private static boolean isPart(char c) {
        return isHex(c) || c == 'x' || isSeparator(c);
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == ':' || c == '-' || c == '_';
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> isHex((char) c));
    }

    /** Numbers and what separates them, {@code separators[i]} before {@code numbers[i]}. */
    private static void run(String text, int begin, int end, Found found) {
        List<String> numbers = new ArrayList<>();
        StringBuilder separators = new StringBuilder();
        int colons = 0;
        int at = begin;
        while (at < end) {
            int from = at;
            while (at < end && isSeparator(text.charAt(at))) {
                colons += text.charAt(at) == ':' ? 1 : 0;
                at++;
            }
            char separator = at - from == 1 ? text.charAt(from) : ' '; // several in a row separate nothing
            from = at;
            while (at < end && !isSeparator(text.charAt(at))) {
                at++;
            }
            if (at > from) {
                numbers.add(text.substring(from, Math.min(at, from + MAX_TOKEN)));
                separators.append(separator);
            }
        }
        for (int i = 0; i < numbers.size(); i++) {
            number(numbers.get(i), found);
            ipv4(numbers, separators, i, text.startsWith(REVERSE, end), found);
            hex(numbers, separators, i, found);
        }
        if (colons >= 2) {
            ipv6(text.substring(begin, end), found);
        }
    }

    /** How many numbers from {@code i} on have the same separator between them. */
    private static int same(StringBuilder separators, int i, int most) {
        int count = 1;
        while (count < most
                && i + count < separators.length()
                && separators.charAt(i + count) != ' '
                && separators.charAt(i + count) == separators.charAt(i + 1)) {
            count++;
        }
        return count;
    }

    private static void number(String number, Found found) {
        String digits = number.startsWith("0x") ? number.substring(2) : number;
        if (!isHex(digits) || digits.isEmpty()) {
            return;
        }
        switch (digits.length()) {
            case 8 -> bothOrders((int) Long.parseLong(digits, 16), found);
            case 12 -> found.oddMac(digits);
            case 16 -> eui64(Long.parseUnsignedLong(digits, 16), found);
            case NIBBLES -> {
                found.oddAddress(new IpAddress(
                        Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16)));
                eui64(Long.parseUnsignedLong(digits, 16, 32, 16), found);
            }
            default -> {}
        }
        if (number.length() >= 8 && number.length() <= 12) {
            long value = value(number);
            if (value >= 0 && value <= 0xFFFF_FFFFL) {
                bothOrders((int) value, found);
            }
        }
    }

    private static void bothOrders(int bits, Found found) {
        found.oddAddress(IpAddress.ofIpv4(bits));
        found.oddAddress(IpAddress.ofIpv4(Integer.reverseBytes(bits)));
    }

    private static void eui64(long bits, Found found) {
        if ((bits >>> 24 & 0xFFFF) == 0xFFFE) {
            long mac = (bits >>> 40 ^ 0x02_0000) << 24 | bits & 0xFF_FFFF;
            found.oddMac("%012x".formatted(mac));
        }
    }

    private static void ipv4(
            List<String> numbers, StringBuilder separators, int i, boolean isBeforeReverse, Found found) {
        int count = same(separators, i, V4);
        boolean isDotted = count > 1 && separators.charAt(i + 1) == '.';
        if (count == V4) {
            octets(numbers, i, isDotted, isBeforeReverse, found);
        } else if (isDotted && count >= 2) {
            shortForm(numbers, i, count, found);
        }
        if (isDotted && count == V4) {
            shortForm(numbers, i, 2, found);
            shortForm(numbers, i, 3, found);
        }
    }

    private static void octets(List<String> numbers, int i, boolean isDotted, boolean isBeforeReverse, Found found) {
        int decimal = 0;
        int loose = 0;
        int hex = 0;
        boolean isDecimal = true;
        boolean isLoose = true;
        boolean isHex = true;
        for (int part = 0; part < V4; part++) {
            String number = numbers.get(i + part);
            String digits = part == 0
                    ? number.replaceFirst("^.*[a-fx]", "") // letters of a word that ends where the address begins
                    : part == V4 - 1 ? number.replaceFirst("[a-fx].*$", "") : number;
            long ten = digits.length() > 9 || !isDigits(digits) ? -1 : Long.parseLong(digits);
            long any = value(number);
            isDecimal &= ten >= 0 && ten <= 255;
            isLoose &= any >= 0 && any <= 255;
            isHex &= number.length() <= 2 && isHex(number);
            decimal = decimal << 8 | (int) ten & 0xFF;
            loose = loose << 8 | (int) any & 0xFF;
            hex = hex << 8 | (isHex ? Integer.parseInt(number, 16) : 0);
        }
        if (isDecimal) {
            if (isDotted) {
                found.address(IpAddress.ofIpv4(decimal));
            }
            bothOrders(decimal, found);
            if (isDotted && isBeforeReverse) {
                found.address(IpAddress.ofIpv4(Integer.reverseBytes(decimal)));
            }
        }
        if (isLoose) {
            bothOrders(loose, found);
        }
        if (isHex) {
            bothOrders(hex, found);
        }
    }

    private static boolean isDigits(String number) {
        return !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** As the C library reads numbers of addresses: 0x hexadecimal, 0 octal. -1 for none. */
    private static long value(String number) {
        try {
            if (number.startsWith("0x")) {
                return number.length() <= 10 ? Long.parseLong(number.substring(2), 16) : -1;
            }
            if (!isDigits(number) || number.length() > 12) {
                return -1;
            }
            boolean isOctal = number.length() > 1
                    && number.charAt(0) == '0'
                    && number.chars().allMatch(c -> c < '8');
            return Long.parseLong(number, isOctal ? 8 : 10);
        } catch (NumberFormatException e) {
            return -1; // 0x and nothing, or a second x
        }
    }

    /** 10.66580 and 10.1.1044: the last number fills what is left. */
    private static void shortForm(List<String> numbers, int i, int count, Found found) {
        long bits = 0;
        for (int part = 0; part < count - 1; part++) {
            long value = value(numbers.get(i + part));
            if (value < 0 || value > 255) {
                return;
            }
            bits = bits << 8 | value;
        }
        int left = 8 * (V4 - count + 1);
        long last = value(numbers.get(i + count - 1));
        if (last > 255 && last < 1L << left) {
            found.oddAddress(IpAddress.ofIpv4((int) (bits << left | last)));
        }
    }

    /** Hardware addresses, and IPv6 addresses backwards, digit by digit. */
    private static void hex(List<String> numbers, StringBuilder separators, int i, Found found) {
        int pairs = pieces(numbers, separators, i, 2, 2 * MAC);
        if (pairs >= MAC && separators.charAt(i + 1) != '.') {
            String digits = String.join("", numbers.subList(i, i + MAC));
            if (separators.charAt(i + 1) == '_') {
                found.oddMac(digits);
            } else {
                found.mac(digits);
            }
        }
        if (pairs >= 8) {
            eui64(Long.parseUnsignedLong(String.join("", numbers.subList(i, i + 8)), 16), found);
        }
        if (pieces(numbers, separators, i, 4, 3) == 3) {
            String digits = String.join("", numbers.subList(i, i + 3));
            if (separators.charAt(i + 1) == '.') {
                found.mac(digits);
            } else {
                found.oddMac(digits);
            }
        }
        if (pieces(numbers, separators, i, 1, NIBBLES) == NIBBLES) {
            String digits = new StringBuilder(String.join("", numbers.subList(i, i + NIBBLES)))
                    .reverse()
                    .toString();
            IpAddress address = new IpAddress(
                    Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
            found.address(address);
            eui64(address.low(), found);
        }
    }

    /** How many numbers of so many hexadecimal digits follow each other. */
    private static int pieces(List<String> numbers, StringBuilder separators, int i, int digits, int most) {
        int same = same(separators, i, most);
        int count = 0;
        while (count < same && numbers.get(i + count).length() == digits && isHex(numbers.get(i + count))) {
            count++;
        }
        return count;
    }

    /** Anywhere in a run of groups and colons. */
    private static void ipv6(String run, Found found) {
        for (String part : run.split("[-_]+")) {
            List<Integer> begins = new ArrayList<>();
            for (int i = 0; i < part.length(); i++) {
                boolean isGroup = part.charAt(i) != ':';
                boolean afterColon = i == 0 || part.charAt(i - 1) == ':';
                if (isGroup && afterColon || !isGroup && part.startsWith("::", i) && afterColon == (i == 0)) {
                    begins.add(i);
                }
            }
            int done = 0;
            for (int begin : begins) {
                if (begin >= done) {
                    done = Math.max(done, longest(part, begin, found));
                }
            }
        }
    }

    /** @return where the longest address that begins there ends; its begin when there is none */
    private static int longest(String part, int begin, Found found) {
        int end = begin;
        int groups = 0;
        List<Integer> ends = new ArrayList<>();
        while (end < part.length() && groups <= V6 + 1) {
            if (part.charAt(end) == ':') {
                end++;
                if (end < part.length() && part.charAt(end) == ':') {
                    end++;
                    ends.add(end); // a gap may stand at the end
                }
            } else {
                while (end < part.length() && part.charAt(end) != ':') {
                    end++;
                }
                ends.add(end);
                if (part.charAt(end - 1) == '.') {
                    ends.add(ends.size() - 1, end - 1); // the end of a sentence
                }
                groups++;
            }
        }
        for (int last : ends.reversed()) {
            String text = part.substring(begin, last);
            long colons = text.chars().filter(c -> c == ':').count();
            if (colons < 2 || !text.contains("::") && colons != V6 - 1 && !(colons == V6 - 2 && text.contains("."))) {
                continue;
            }
            IpAddress address = parsed(text);
            if (address != null) {
                found.address(address);
                eui64(address.low(), found);
                return last;
            }
        }
        return begin;
    }

    private static @Nullable IpAddress parsed(String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
