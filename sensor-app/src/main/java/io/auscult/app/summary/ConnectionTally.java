package io.auscult.app.summary;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.flow.FlowEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts connections by service for the summary. Written by the detect thread, without allocation once it has seen a service; read
 * after it ended. Holds {@link #MAX_SERVICES} services; further ones are counted together.
 */
public final class ConnectionTally implements EventConsumer {
    static final int MAX_SERVICES = 64;

    private static final class Service {
        private final byte[] name;
        private long count;

        Service(byte[] name) {
            this.name = name;
        }
    }

    private final List<Service> services = new ArrayList<>();
    private final Service others = new Service(new byte[0]);

    @Override
    public boolean wants(EventType type) {
        return type == FlowEvents.CONN;
    }

    @Override
    public void onEvent(Event event) {
        service(event, FlowEvents.SERVICE).count++;
    }

    private Service service(Event event, Field field) {
        if (!event.has(field)) {
            return others;
        }
        for (int i = 0; i < services.size(); i++) {
            if (event.textEquals(field, services.get(i).name)) {
                return services.get(i);
            }
        }
        if (services.size() == MAX_SERVICES) {
            return others;
        }
        int offset = event.offset(field);
        Service service = new Service(Arrays.copyOfRange(event.bytes(), offset, offset + event.length(field)));
        services.add(service);
        return service;
    }

    /** Most first; what has no known service is last, under an empty name. */
    public Map<String, Long> byService() {
        Map<String, Long> counts = new LinkedHashMap<>();
        services.stream()
                .sorted(Comparator.comparingLong((Service service) -> service.count)
                        .reversed())
                .forEach(service -> counts.put(new String(service.name, StandardCharsets.UTF_8), service.count));
        if (others.count > 0) {
            counts.put("", others.count);
        }
        return counts;
    }
}
