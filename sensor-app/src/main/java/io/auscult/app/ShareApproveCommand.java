package io.auscult.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auscult share approve}. */
@Command(name = "approve", description = "Let an incident leave.", sortOptions = false)
final class ShareApproveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    ShareDecision decision = new ShareDecision();

    @Override
    public Integer call() {
        return decision.decide(spec, true);
    }
}
