package io.auscult.rules.knowledge;

import io.auscult.core.event.Event;
import io.auscult.core.flow.FlowEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which {@link Service} a connection is for, from {@code services.tsv}: by what was recognised in it, else by the responder's port. Immutable. */
final class Services {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PORTS = 1 << 16;
    private static final int SLOTS = 256; // for names; a power of two, four times what is needed
    private static final byte NONE = 0;
    private static final byte GENERIC = -1;

    private static final Service[] BY_CODE = byCode();

    private final byte[] tcp = new byte[PORTS];
    private final byte[] udp = new byte[PORTS];
    private final long[] nameHashes = new long[SLOTS];
    private final byte[] nameCodes = new byte[SLOTS];

    Services() {
        try (InputStream in = Services.class.getResourceAsStream("services.tsv")) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource: services.tsv (expected: beside " + Services.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] parts = line.split("\t", -1);
                if (parts.length == 3 && !line.startsWith("#")) {
                    read(parts[0], parts[1], parts[2].split(" "));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Service[] byCode() {
        Service[] services = new Service[Service.MOST + 1];
        for (Service service : Service.values()) {
            services[service.code()] = service;
        }
        return services;
    }

    private void read(String name, String how, String[] values) {
        byte code =
                name.equals("generic") ? GENERIC : (byte) Service.valueOf(name).code();
        for (String value : values) {
            switch (how) {
                case "name" -> {
                    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
                    long hash = hash(bytes, 0, bytes.length);
                    int slot = slot(hash);
                    nameHashes[slot] = hash;
                    nameCodes[slot] = code;
                }
                case "tcp" -> tcp[Integer.parseInt(value)] = code;
                case "udp" -> udp[Integer.parseInt(value)] = code;
                default ->
                    throw new IllegalStateException("services.tsv: " + how + " (expected: one of name, tcp, udp)");
            }
        }
    }

    /** Of a {@code conn} event; null when it tells nothing. */
    @Nullable
    Service of(Event conn) {
        int length = conn.length(FlowEvents.SERVICE);
        byte byName = NONE;
        if (length > 0) {
            byte[] bytes = conn.bytes();
            int at = conn.offset(FlowEvents.SERVICE);
            int end = at + length;
            while (at < end && byName <= NONE) {
                int comma = at;
                while (comma < end && bytes[comma] != ',') {
                    comma++;
                }
                long hash = hash(bytes, at, comma);
                int slot = slot(hash);
                byName = nameHashes[slot] == hash ? nameCodes[slot] : byName;
                at = comma + 1;
            }
        }
        if (byName > NONE) {
            return BY_CODE[byName];
        }
        int port = conn.respPort();
        byte byPort = conn.proto() == TCP ? tcp[port] : conn.proto() == UDP ? udp[port] : NONE;
        if (byPort != NONE) {
            return BY_CODE[byPort];
        }
        return byName == GENERIC ? Service.WEB : conn.proto() == TCP ? Service.OTHER : null;
    }

    private static long hash(byte[] bytes, int from, int to) {
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001B3L;
        }
        return hash == 0 ? 1 : hash;
    }

    /** Where this hash is, or would be. */
    private int slot(long hash) {
        int slot = (int) (hash ^ hash >>> 32) & SLOTS - 1;
        while (nameHashes[slot] != 0 && nameHashes[slot] != hash) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }
}
