package io.auscult.rules.attempt;

import io.auscult.core.alert.Outcome;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attempts of one kind by one source, or one network of sources, at one target or network. Of the {@link AttemptTable}. */
final class Row implements State {
    static final int USERS_SHOWN = 4;

    private static final int EXACT = 64; // told apart exactly, then estimated

    /** How far rows were put together. */
    enum Width {
        PAIR,
        TARGET_NETWORK,
        SOURCE,
        SOURCE_NETWORK,
        ALL
    }

    Width width = Width.PAIR;
    long sourceHigh;
    long sourceLow;
    long targetHigh;
    long targetLow;
    int kind;
    int port; // 0 where several were put together
    /** Whether the port is part of what it is. */
    boolean isOther;
    /** Whether it is about to be put together with others. */
    boolean isInHand;
    /** The others of the same source alone. */
    @Nullable
    Row before;

    @Nullable
    Row after;

    boolean isTcp;

    long count;
    long failed;
    long unanswered;
    long firstNs;
    long lastNs;
    Outcome outcome = Outcome.FAILED;
    final DistinctCounter sources = new DistinctCounter(EXACT, 8);
    final DistinctCounter targets = new DistinctCounter(EXACT, 8);
    final DistinctCounter users = new DistinctCounter(EXACT, 8);
    final List<String> userSample = new ArrayList<>(0);

    // Since the last line of the log.
    long newCount;
    long newFailed;
    long newUnanswered;
    long newFirstNs;

    // Of a logon: who was wrong last, and how often in a row.
    long subject;
    int wrongInARow;
    // Of a finding: what its last alert told.
    long toldFirstNs;
    long toldCount;

    @Override
    public void clear() {
        isTcp = false;
        count = 0;
        failed = 0;
        unanswered = 0;
        firstNs = 0;
        lastNs = 0;
        outcome = Outcome.FAILED;
        sources.clear();
        targets.clear();
        users.clear();
        userSample.clear();
        newCount = 0;
        newFailed = 0;
        newUnanswered = 0;
        newFirstNs = 0;
        subject = 0;
        wrongInARow = 0;
        toldFirstNs = 0;
        toldCount = 0;
    }

    /** Attempts with this outcome. @param atNs when the last was, and the first when there was none before */
    void add(long howMany, Outcome became, long atNs) {
        firstNs = count == 0 ? atNs : Math.min(firstNs, atNs);
        newFirstNs = newCount == 0 ? atNs : Math.min(newFirstNs, atNs);
        count += howMany;
        newCount += howMany;
        if (became == Outcome.FAILED) {
            failed += howMany;
            newFailed += howMany;
        } else if (became == Outcome.ATTEMPTED) {
            unanswered += howMany;
            newUnanswered += howMany;
        }
        if (gravity(became) > gravity(outcome)) {
            outcome = became;
        }
        lastNs = Math.max(lastNs, atNs);
    }

    /** Takes failures back that were only a person's mistake, as far as they were not written yet. */
    void forgive(int howMany) {
        long less = Math.min(howMany, Math.min(newCount, newFailed));
        count -= less;
        failed -= less;
        newCount -= less;
        newFailed -= less;
    }

    static int gravity(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> 3;
            case UNKNOWN -> 2;
            case ATTEMPTED -> 1;
            case FAILED -> 0;
        };
    }

    void written() {
        newCount = 0;
        newFailed = 0;
        newUnanswered = 0;
    }

    /** Takes the place of the other one among wider rows. */
    void begin(Row other, Width wider) {
        width = wider;
        kind = other.kind;
        port = other.port;
        isOther = other.isOther;
        sourceHigh = other.sourceHigh;
        sourceLow = wider.compareTo(Width.SOURCE) <= 0 ? other.sourceLow : networkLow(sourceHigh, other.sourceLow);
        targetHigh = other.targetHigh;
        targetLow = networkLow(targetHigh, other.targetLow);
        firstNs = Long.MAX_VALUE;
        newFirstNs = Long.MAX_VALUE;
    }

    /** The port as far as it tells this row from others. */
    int keyPort() {
        return isOther && width.compareTo(Width.SOURCE) < 0 ? port : 0;
    }

    /** Adds what the other knows. */
    void take(Row other) {
        count += other.count;
        failed += other.failed;
        unanswered += other.unanswered;
        firstNs = Math.min(firstNs, other.firstNs);
        lastNs = Math.max(lastNs, other.lastNs);
        newFirstNs = other.newCount == 0 ? newFirstNs : Math.min(newFirstNs, other.newFirstNs);
        newCount += other.newCount;
        newFailed += other.newFailed;
        newUnanswered += other.newUnanswered;
        outcome = gravity(other.outcome) > gravity(outcome) ? other.outcome : outcome;
        port = port == other.port ? port : 0;
        users.addAll(other.users);
        for (String user : other.userSample) {
            if (userSample.size() < USERS_SHOWN && !userSample.contains(user)) {
                userSample.add(user);
            }
        }
        if (other.width == Width.PAIR) {
            sources.add(Mix.of(other.sourceHigh, other.sourceLow));
            targets.add(Mix.of(other.targetHigh, other.targetLow));
        }
        sources.addAll(other.sources);
        targets.addAll(other.targets);
    }

    String source() {
        return switch (width) {
            case PAIR, TARGET_NETWORK, SOURCE -> address(sourceHigh, sourceLow);
            case SOURCE_NETWORK -> network(sourceHigh, sourceLow);
            case ALL -> "any";
        };
    }

    String target() {
        return switch (width) {
            case PAIR -> targetHigh == 0 && targetLow == 0 ? "unknown" : address(targetHigh, targetLow);
            case TARGET_NETWORK -> network(targetHigh, targetLow);
            case SOURCE, SOURCE_NETWORK, ALL -> "any";
        };
    }

    boolean isOneSource() {
        return width.compareTo(Width.SOURCE) <= 0;
    }

    boolean isOneTarget() {
        return width == Width.PAIR;
    }

    long sourceCount() {
        return width == Width.PAIR ? 1 : Math.max(1, sources.count());
    }

    long targetCount() {
        return Math.max(1, targets.count());
    }

    private static String address(long high, long low) {
        return new IpAddress(high, low).toString();
    }

    private static String network(long high, long low) {
        boolean ipv4 = IpAddress.isIpv4(high, low);
        return new Network(high, low, ipv4 ? 120 : 64).toString();
    }

    /** The last 64 bits of the network of 256 IPv4 addresses, or of the one of 64 bits; the first are those of the address. */
    static long networkLow(long high, long low) {
        return IpAddress.isIpv4(high, low) ? low & ~0xFFL : 0;
    }
}
