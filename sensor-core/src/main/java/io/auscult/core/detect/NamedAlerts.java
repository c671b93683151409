package io.auscult.core.detect;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Party;
import org.jspecify.annotations.Nullable;

/** Tells the next sink what actor and target are called, where the detector did not. On the detect thread; keeps nothing. */
public final class NamedAlerts implements AlertSink {
    private final HostTable hosts;
    private final AlertSink next;

    public NamedAlerts(HostTable hosts, AlertSink next) {
        this.hosts = hosts;
        this.next = next;
    }

    @Override
    public void raise(Alert alert) {
        next.raise(alert.between(named(alert.actor()), named(alert.target())));
    }

    private Party named(Party party) {
        if (party.ip() == null || party.host() != null) {
            return party;
        }
        @Nullable String name = hosts.text(party.ip().high(), party.ip().low());
        return name == null ? party : new Party(party.ip(), party.mac(), name, party.user());
    }
}
