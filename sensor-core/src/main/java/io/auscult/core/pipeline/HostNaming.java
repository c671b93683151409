package io.auscult.core.pipeline;

import io.auscult.core.detect.HostTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.identity.HostNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the names of hosts in a {@link HostTable}, writes a line for each new one, and adds them to connections. On the detect thread. */
public final class HostNaming implements EventJoiner {
    public static final EventType KNOWN_NAMES =
            EventType.standalone("known_names", "An address got a name, or another name than before.");
    static final Field HOST = KNOWN_NAMES.address("host", "Whose name it is.");
    static final Field HOST_NAME = KNOWN_NAMES.text("host_name", "The name.");
    static final Field SOURCE = KNOWN_NAMES.text("source", "The protocol that told.");
    static final Field PREVIOUS = KNOWN_NAMES.text("previous", "The name before.");

    private static final int MAX_SOURCES = 32; // a dozen protocols tell names

    private final HostTable hosts;
    private final List<String> sources = new ArrayList<>();
    private final List<byte[]> sourceBytes = new ArrayList<>();

    HostNaming(HostTable hosts) {
        this.hosts = hosts;
    }

    @Override
    public boolean wants(EventType type) {
        return type == FlowEvents.CONN || type == HostNames.HOST_NAME;
    }

    @Override
    public void enrich(Event event) {
        if (event.is(FlowEvents.CONN)) {
            attach(event, FlowEvents.ORIG_HOST_NAME, hosts.name(event.origHigh(), event.origLow()));
            attach(event, FlowEvents.RESP_HOST_NAME, hosts.name(event.respHigh(), event.respLow()));
        }
    }

    private static void attach(Event event, Field field, byte @Nullable [] name) {
        if (name != null) {
            event.attach(field, name, name.length);
        }
    }

    /** The few texts there are, each made once. */
    private String source(Event event) {
        for (int i = 0; i < sources.size(); i++) {
            if (event.textEquals(HostNames.SOURCE, sourceBytes.get(i))) {
                return sources.get(i);
            }
        }
        String source = event.text(HostNames.SOURCE);
        if (sources.size() < MAX_SOURCES) {
            sources.add(source);
            sourceBytes.add(source.getBytes(StandardCharsets.UTF_8));
        }
        return source;
    }

    @Override
    public void onEvent(Event event, EventWriter out) {
        if (!event.is(HostNames.HOST_NAME)) {
            return;
        }
        long high = event.addressHigh(HostNames.ADDRESS);
        long low = event.addressLow(HostNames.ADDRESS);
        byte[] before = hosts.name(high, low);
        String source = source(event);
        boolean isNew = hosts.learn(
                high,
                low,
                event.bytes(),
                event.offset(HostNames.NAME),
                event.length(HostNames.NAME),
                source,
                event.timestampNs());
        byte[] name = hosts.name(high, low);
        if (!isNew || name == null) {
            return;
        }
        out.begin(KNOWN_NAMES);
        out.setAddress(HOST, high, low);
        out.set(HOST_NAME, name, 0, name.length);
        out.set(SOURCE, source);
        if (before != null) {
            out.set(PREVIOUS, before, 0, before.length);
        }
        out.end();
    }
}
