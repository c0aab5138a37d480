// follow.c - follows a feed of this machine, is killed again and again, and loses nothing.
//
//     follow PROGRAM
//
// The program is killed (SIGKILL) as soon as a few more lines of it were read, fifty times; what a run leaves
// is the next one's beginning. In the end each entry is there, and no more are there twice than there were
// kills.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ENTRIES 1200
#define KILLS 50
#define PATIENCE_MS 60000

static int listener, number, failed;
static unsigned port;
static char *feed;
static char folder[] = "/tmp/follow-kill-XXXXXX";

static void report(bool good, const char *name) {
    failed += !good;
    printf("%sok %d - %s\n", good ? "" : "not ", ++number, name);
    fflush(stdout);
}

static void send_all(int connection, const char *text) {
    for (size_t left = strlen(text); left;) {
        const ssize_t sent = send(connection, text, left, MSG_NOSIGNAL);
        if (sent <= 0) return;
        text += sent;
        left -= (size_t)sent;
    }
}

static void *serve(void *context) {
    (void)context;
    for (int connection; (connection = accept(listener, NULL, NULL)) >= 0; close(connection)) {
        char request[4096];
        const ssize_t count = recv(connection, request, sizeof request - 1, 0);
        request[count > 0 ? count : 0] = '\0';
        const bool is_many = strncmp(request, "GET /many", 9) == 0,
                   is_page = strncmp(request, "GET /page", 9) == 0;
        char teaser[1024];
        snprintf(
            teaser, sizeof teaser,
            "<rss><channel><title>Halm Gazette</title><item><guid>t</guid><title>Ferry</title><link>"
            "http://127.0.0.1:%u/page</link><description>The ferry of Tolva has stopped […]</description>"
            "</item></channel></rss>",
            port);
        if (is_many && strstr(request, "If-None-Match"))
            send_all(connection, "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        else
            send_all(connection, "HTTP/1.1 200 OK\r\nETag: \"f\"\r\nConnection: close\r\n\r\n");
        if (is_page)
            send_all(connection,
                     "<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>"
                     "<p>The ferry of Tolva has stopped sailing, the harbour master said on Monday.</p>"
                     "<p>It will not sail again before the ice is gone, he told the Halm Gazette.</p>"
                     "</article></body></html>");
        else
            send_all(connection, is_many ? feed : teaser);
    }
    return NULL;
}

static void start_server(void) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    pthread_t thread;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 64) != 0 || getsockname(listener, (struct sockaddr *)&address, &length) != 0 ||
        pthread_create(&thread, NULL, serve, NULL) != 0)
        exit(2);
    port = ntohs(address.sin_port);
}

static void make_feed(void) {
    size_t size = 0;
    FILE *to = open_memstream(&feed, &size);
    fputs("<rss><channel><title>Halm Gazette</title>", to);
    for (int i = 0; i < ENTRIES; i++)
        fprintf(to,
                "<item><guid>g-%d</guid><title>Bulletin %d</title><description>Boat %d of the port of Tolva "
                "came in "
                "on Monday, said harbour master number %d, with %d crates of fish.</description></item>",
                i, i, i, i * 7, i * 13);
    fputs("</channel></rss>", to);
    fclose(to);
}

static const char *path_of(const char *name) {
    static char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

// The program, its output into `output`.
static pid_t start(const char *program, int output, const char *option, const char *path) {
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/%s", port, path);
    const pid_t child = fork();
    if (child) return child;
    const int null = open("/dev/null", O_WRONLY);
    dup2(output, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    if (strcmp(option, "--follow") != 0)
        execl(program, program, "read", "--allow-private", option, "--url", url, (char *)NULL);
    else
        execl(program, program, "read", "--allow-private", "--quiet", "--threads", "8", "--state",
              path_of("state"), option, url, (char *)NULL);
    _exit(127);
}

struct told { // of all runs
    int counts[ENTRIES];
    int lines, torn;
};

static void take_line(struct told *told, const char *line, size_t length) {
    const char *id = strstr(line, "\"title\":\"Bulletin ");
    const int entry = id ? atoi(id + strlen("\"title\":\"Bulletin ")) : -1;
    const bool is_whole = length > 1 && line[0] == '{' && line[length - 1] == '}';
    told->lines++;
    told->torn += !is_whole;
    if (is_whole && entry >= 0 && entry < ENTRIES) told->counts[entry]++;
}

// Reads lines of `from` until there are `most`, the end, or nothing came for `patience_ms`.
static int read_lines(int from, int most, int patience_ms, struct told *told) {
    static char line[65536];
    size_t used = 0;
    int count = 0;
    for (struct pollfd wanted = { .fd = from, .events = POLLIN };
         count < most && poll(&wanted, 1, patience_ms) > 0;) {
        if (read(from, line + used, 1) <= 0) break;
        if (line[used] == '\n') {
            line[used] = '\0';
            take_line(told, line, used);
            used = 0;
            count++;
        } else if (used + 2 < sizeof line) {
            used++;
        }
    }
    told->torn += used > 0;
    return count;
}

static int open_pipe(int *to) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) exit(2);
    fcntl(ends[1], F_SETPIPE_SZ, 4096); // what waits in it is written, for the program
    *to = ends[1];
    return ends[0];
}

static void end(pid_t child, int how, int *status) {
    kill(child, how);
    if (waitpid(child, status, 0) < 0) *status = -1;
}

// All that one run says.
static char *told_by(const char *program, const char *option, const char *path, int *status) {
    static char text[65536];
    int to, from = open_pipe(&to);
    const pid_t child = start(program, to, option, path);
    close(to);
    size_t used = 0;
    for (ssize_t count;
         used < sizeof text - 1 && (count = read(from, text + used, sizeof text - 1 - used)) > 0;)
        used += (size_t)count;
    text[used] = '\0';
    close(from);
    waitpid(child, status, 0);
    return text;
}

int main(int argc, char **argv) {
    if (argc < 2 || !mkdtemp(folder)) return 2;
    const char *program = argv[1];
    static struct told told;
    int status, to, from, with_lines = 0, twice = 0, missing = 0;
    make_feed();
    start_server();

    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    pid_t child = start(program, full, "--follow", "many");
    waitpid(child, &status, 0);
    report(WIFEXITED(status) && WEXITSTATUS(status) == 1, "a full disk ends the run with status 1");

    srand(7);
    for (int i = 0; i < KILLS; i++) {
        from = open_pipe(&to);
        child = start(program, to, "--follow", "many");
        close(to);
        with_lines += read_lines(from, rand() % 9 + 1, PATIENCE_MS, &told) > 0;
        end(child, SIGKILL, &status);
        read_lines(from, ENTRIES, PATIENCE_MS, &told); // what it had written
        close(from);
    }
    report(with_lines == KILLS, "after each kill the next run goes on with what is not done");
    from = open_pipe(&to);
    child = start(program, to, "--follow", "many");
    close(to);
    read_lines(from, ENTRIES, 3000, &told); // until nothing more comes
    end(child, SIGTERM, &status);
    close(from);
    report(WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGTERM, "SIGTERM ends it, and is its status");
    for (int i = 0; i < ENTRIES; i++) {
        missing += told.counts[i] == 0;
        twice += told.counts[i] > 1 ? told.counts[i] - 1 : 0;
    }
    printf("# %d kills: %d of %d entries missing, %d twice, %d lines torn\n", KILLS, missing, ENTRIES, twice,
           told.torn);
    report(missing == 0, "no entry is lost");
    report(twice <= KILLS && told.torn <= KILLS, "only what was on its way at a kill comes twice");

    from = open_pipe(&to);
    child = start(program, to, "--follow", "many");
    close(to);
    const int again = read_lines(from, ENTRIES, 1500, &told);
    end(child, SIGHUP, &status);
    close(from);
    report(again == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGHUP,
           "what is done does not come again");

    const char *text = told_by(program, "--fetch", "teaser", &status);
    report(WIFEXITED(status) && WEXITSTATUS(status) == 0 && strstr(text, "before the ice is gone") &&
               strstr(text, "\"cut\":false"),
           "--fetch reads the article that an entry links to");
    text = told_by(program, "--quiet", "teaser", &status);
    report(strstr(text, "\"cut\":true") != NULL, "a teaser says that it is cut");

    unlink(path_of("state"));
    rmdir(folder);
    free(feed);
    printf("1..%d\n", number);
    return failed != 0;
}
