package io.auscult.core.flow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Ports that servers usually have, from {@code likely-server-ports.txt}. Immutable. */
final class ServerPorts {
    private final BitSet tcp = new BitSet(1 << 16);
    private final BitSet udp = new BitSet(1 << 16);

    ServerPorts() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ServerPorts.class.getResourceAsStream("likely-server-ports.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                BitSet ports = words[0].equals("tcp") ? tcp : words[0].equals("udp") ? udp : null;
                for (int i = 1; ports != null && i < words.length; i++) {
                    ports.set(Integer.parseInt(words[i]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTcp(int port) {
        return tcp.get(port);
    }

    boolean isUdp(int port) {
        return udp.get(port);
    }
}
