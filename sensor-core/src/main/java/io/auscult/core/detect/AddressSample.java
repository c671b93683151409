package io.auscult.core.detect;

import io.auscult.core.alert.Alert;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** The first few distinct addresses, each with a number beside it (a port). At most {@link Alert#MAX_SAMPLE}; later ones are left out. Detect thread. */
public final class AddressSample {
    /** Of an address without a port. */
    public static final long NO_NUMBER = -1;

    private static final long[] NONE = {};
    private static final int MOST = Alert.MAX_SAMPLE;

    private long[] words = NONE; // high, low, number
    private int size;

    public void clear() {
        size = 0;
    }

    public void add(long high, long low) {
        add(high, low, 0);
    }

    public void add(long high, long low, long number) {
        if (size == MOST) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (words[3 * i] == high && words[3 * i + 1] == low && words[3 * i + 2] == number) {
                return;
            }
        }
        if (words.length == 0) {
            words = new long[3 * 4];
        } else if (words.length == 3 * size) {
            words = java.util.Arrays.copyOf(words, Math.min(3 * MOST, 2 * words.length));
        }
        words[3 * size] = high;
        words[3 * size + 1] = low;
        words[3 * size++ + 2] = number;
    }

    public void addAll(AddressSample other) {
        for (int i = 0; i < other.size; i++) {
            add(other.words[3 * i], other.words[3 * i + 1], other.words[3 * i + 2]);
        }
    }

    public long high(int i) {
        return words[3 * i];
    }

    public long low(int i) {
        return words[3 * i + 1];
    }

    /** Sum of the lower halves of the first few: the same for those that tried the same addresses first. */
    public int sumOfFirst(int count) {
        int sum = 0;
        for (int i = 0; i < Math.min(count, size); i++) {
            sum += (int) words[3 * i + 1];
        }
        return sum;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == MOST;
    }

    public List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            addresses.add(new IpAddress(words[3 * i], words[3 * i + 1]));
        }
        return addresses;
    }

    /** Each as {@code address:number}, IPv6 addresses in brackets; the address alone where the number is {@link #NO_NUMBER}. */
    public List<String> endpoints() {
        List<String> endpoints = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            IpAddress address = new IpAddress(words[3 * i], words[3 * i + 1]);
            long number = words[3 * i + 2];
            endpoints.add(number == NO_NUMBER ? address.toString() : address.withPort(number));
        }
        return endpoints;
    }
}
