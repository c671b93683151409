package io.auscult.core.detect;

import io.auscult.core.alert.Alert;
import java.util.ArrayList;
import java.util.List;

/** The first few distinct port numbers. At most {@link Alert#MAX_SAMPLE}; later ones are left out. Detect thread. */
public final class PortSample {
    private static final int[] NONE = {};

    private int[] ports = NONE;
    private int size;

    public void clear() {
        size = 0;
    }

    public void add(int port) {
        if (size == Alert.MAX_SAMPLE || contains(port)) {
            return;
        }
        if (ports.length == 0) {
            ports = new int[4];
        } else if (ports.length == size) {
            ports = java.util.Arrays.copyOf(ports, Math.min(Alert.MAX_SAMPLE, 2 * size));
        }
        ports[size++] = port;
    }

    public boolean contains(int port) {
        for (int i = 0; i < size; i++) {
            if (ports[i] == port) {
                return true;
            }
        }
        return false;
    }

    public void addAll(PortSample other) {
        for (int i = 0; i < other.size; i++) {
            add(other.ports[i]);
        }
    }

    /** Sum of the first few: the same for those that tried the same ports first. */
    public int sumOfFirst(int count) {
        int sum = 0;
        for (int i = 0; i < Math.min(count, size); i++) {
            sum += ports[i];
        }
        return sum;
    }

    public int port(int i) {
        return ports[i];
    }

    public int size() {
        return size;
    }

    public List<Integer> ports() {
        List<Integer> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(ports[i]);
        }
        return list;
    }
}
