package io.auscult.export.stix;

import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was seen of one finding: addresses, the traffic between them, accounts. One call. */
final class FindingObservables {
    static final int MOST_TARGETS = 8;
    static final int MOST_USERS = 16;

    private final Finding finding;
    private final Consumer<StixObject> out;
    private final Set<String> ids = new LinkedHashSet<>();

    FindingObservables(Finding finding, Consumer<StixObject> out) {
        this.finding = finding;
        this.out = out;
    }

    /** Gives the objects away, and their ids. */
    List<String> ids() {
        IpAddress actor = finding.actor().ip();
        StixObject source = actor == null ? null : add(Observables.address(actor));
        ConnectionRef connection = finding.latest().connection();
        String service = finding.latest().evidence().getOrDefault("service", "");
        int port = connection.respPort() != 0
                ? connection.respPort()
                : finding.ports().isEmpty() ? 0 : finding.ports().getFirst();
        for (IpAddress target : targets()) {
            StixObject destination = add(Observables.address(target));
            add(traffic(source, destination, port, connection.proto(), service));
        }
        finding.users().stream()
                .filter(user -> !user.isBlank())
                .limit(MOST_USERS)
                .forEach(user -> add(Observables.account(user)));
        return List.copyOf(ids);
    }

    private static StixObject traffic(
            @Nullable StixObject source, StixObject destination, int port, int proto, String service) {
        boolean isPort = port > 0 && port <= 65_535 && proto != 1 && proto != 58;
        return Observables.traffic(source, destination, isPort ? port : 0, proto, service);
    }

    private List<IpAddress> targets() {
        Set<IpAddress> all = new LinkedHashSet<>();
        if (finding.target().ip() != null) {
            all.add(finding.target().ip());
        }
        all.addAll(finding.targets());
        return new ArrayList<>(all).stream().limit(MOST_TARGETS).toList();
    }

    private StixObject add(StixObject object) {
        ids.add(object.id());
        out.accept(object);
        return object;
    }
}
