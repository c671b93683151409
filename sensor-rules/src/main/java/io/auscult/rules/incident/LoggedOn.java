package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.protocol.identity.IdentityUse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * With whose account a connection was opened: whatever its client then does there is told with it, as {@link #EVIDENCE}. The last one that was accepted counts. Lives on the
 * detect thread; at {@link #MAX_CONNECTIONS} the longest idle is forgotten.
 */
public final class LoggedOn implements Detector {
    /** Name of the evidence. */
    public static final String EVIDENCE = "logged_on_as";

    static final int MAX_CONNECTIONS = 32_768;
    private static final int MAX_NAME = 64; // bytes
    private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.US_ASCII);

    private static final class Account implements State {
        private final byte[] name = new byte[MAX_NAME];
        private int length;

        @Override
        public void clear() {
            length = 0;
        }
    }

    private final StateTable<Account> connections;

    public LoggedOn(Counters counters) {
        connections = new StateTable<>(MAX_CONNECTIONS, 1, counters, Account::new);
    }

    @Override
    public List<EventType> wants() {
        return List.of(IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event event, AlertSink alerts) {
        int length = event.length(IdentityUse.USER);
        if (length > 0
                && length <= MAX_NAME
                && event.hasConnection()
                && event.textEquals(IdentityUse.OUTCOME, SUCCESS)) {
            Account account = connections.at(event.uid());
            System.arraycopy(event.bytes(), event.offset(IdentityUse.USER), account.name, 0, length);
            account.length = length;
        }
    }

    /** Adds the account to what is known about an alert before {@code next} is told. */
    public AlertSink told(AlertSink next) {
        return alert -> {
            String account = of(alert);
            next.raise(account == null ? alert : alert.with(EVIDENCE, account));
        };
    }

    private @Nullable String of(Alert alert) {
        long uid = alert.connection().uid();
        boolean isClient = alert.actor().ip() != null
                && alert.actor().ip().equals(alert.connection().origHost());
        Account account = uid == 0 || !isClient ? null : connections.find(uid);
        if (account == null) {
            return null;
        }
        String name = new String(account.name, 0, account.length, StandardCharsets.UTF_8);
        return Users.isName(name) ? name : null;
    }
}
