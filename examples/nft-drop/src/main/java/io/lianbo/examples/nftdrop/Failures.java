package io.lianbo.examples.nftdrop;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one sentence that says what to do of what went wrong. */
final class Failures {
    private static final int SHOWN_COLUMNS = 100;

    private Failures() {}

    /** What the SDK says of the node, the disk or the account, and what helps. */
    static Failure of(LianboException e, String command) {
        String help = switch (e.code()) {
            case WRONG_CHAIN -> ": give --rpc a node of the collection's chain, or mend collection in drop.yaml";
            case RPC_UNREACHABLE, RPC_BAD_RESPONSE, RPC_RATE_LIMITED ->
                ": see to the node or name another with --rpc, then call `" + command + "` again";
            case NOT_MINED_IN_TIME -> ": `" + command + "` waits on, and --wait sets for how long";
            case STORE_FAILED -> ", and `" + command + "` goes on";
            default -> "";
        };
        return new Failure(ExitCode.FAILED, e.code().name(), e.getMessage() + help);
    }

    static Failure of(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (isDiskFull(e)) {
            return new Failure(
                    ExitCode.FAILED,
                    "DISK_FULL",
                    (e instanceof FileSystemException file ? file.getFile() + " cannot be written: " : "")
                            + "the disk is full, make room on it and do the same again");
        }
        if (e instanceof NoSuchFileException) {
            return new Failure(ExitCode.BAD_INPUT, "MISSING_FILE", why + " is not there");
        }
        if (e instanceof FileAlreadyExistsException) {
            return new Failure(ExitCode.BAD_INPUT, "FILE_EXISTS", why + " is there already, and is left as it is");
        }
        if (e instanceof AccessDeniedException) {
            return new Failure(
                    ExitCode.BAD_INPUT, "ACCESS_DENIED", why + " may not be read or written: change its permissions");
        }
        return new Failure(ExitCode.FAILED, "IO_FAILED", "a file cannot be read or written: " + why);
    }

    private static boolean isDiskFull(IOException e) {
        String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return why.contains("no space left") || why.contains("not enough space") || why.contains("disk quota");
    }

    /** A manifest that is wrong, with the line where it is. */
    static Failure ofManifest(IllegalArgumentException e, Path file) {
        if (!(e instanceof JsonException json) || json.line().isEmpty()) {
            String code = e instanceof JsonException known ? known.code().name() : "BAD_VALUE";
            return new Failure(ExitCode.BAD_INPUT, code, String.valueOf(e.getMessage()));
        }
        int line = json.line().getAsInt();
        int column = json.column().orElse(1);
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("file", String.valueOf(file.getFileName()));
        place.put("line", (long) line);
        place.put("column", (long) column);
        return new Failure(
                ExitCode.BAD_INPUT,
                new Reason(json.code().name(), String.valueOf(json.getMessage())),
                place,
                excerpt(file, line, column));
    }

    private static List<String> excerpt(Path file, int line, int column) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (line > lines.size() || column > SHOWN_COLUMNS) {
                return List.of();
            }
            String number = String.format(Locale.ROOT, "%5d", line);
            String text = lines.get(line - 1);
            return List.of(
                    number + " | " + text.substring(0, Math.min(text.length(), SHOWN_COLUMNS)),
                    " ".repeat(number.length()) + " | " + " ".repeat(column - 1) + "^");
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What helps where a drop cannot go on. */
    static String advice(Reason reason) {
        return switch (reason.code()) {
            case "PAUSED" -> ": its owner must unpause it first";
            case "WRONG_SIGNER" ->
                ": give --issuer the keystore of its voucher signer, or let its owner make this one it";
            case "EXPIRED" -> ": set a later valid_until in drop.yaml";
            case "TIER_TOO_LOW", "NO_MEMBERSHIP" -> ": lower min_tier in drop.yaml, or take the row out";
            case "TOKEN_ID_TOO_HIGH" -> ": lower first_token_id or the row's token_id";
            case "OVER_MAX_FEE" -> ": wait for lower fees, or raise max_fee in drop.yaml";
            default -> "";
        };
    }
}
