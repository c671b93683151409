package io.auscult.rules.exception;

/** Ports from the first to the last, both included. Immutable. */
public record PortRange(int first, int last) {
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException for anything but {@code 443} or {@code 8000-8100} */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        int first = number(dash < 0 ? text : text.substring(0, dash), text);
        int last = dash < 0 ? first : number(text.substring(dash + 1), text);
        if (last < first) {
            throw wrong(text);
        }
        return new PortRange(first, last);
    }

    private static int number(String digits, String text) {
        boolean isNumber =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = isNumber ? Integer.parseInt(digits) : MAX_PORT + 1;
        if (number > MAX_PORT) {
            throw wrong(text);
        }
        return number;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("port: " + text + " (expected: such as 443 or 8000-8100)");
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
