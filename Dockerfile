# The image of the action, and of fetch-assets in any other CI: one static
# binary and the roots it trusts, nothing else.
#
#   docker build -t fetch-assets .
#   docker build --build-arg VERSION=1.2.3 -t fetch-assets:1.2.3 .
#
# It stays clear of BuildKit's own syntax, so that self-hosted runners with an
# older engine can build it too. Dockerfile.git adds git for git:: sources.

FROM golang:1.26-bookworm AS build
WORKDIR /src

# The modules change seldom; a layer of their own survives edits of the code.
COPY go.mod go.sum ./
RUN go mod download

COPY . .
# Without a VERSION the binary keeps the version that its source names.
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath \
      -ldflags "-s -w ${VERSION:+-X github.com/astraweave/fetch-assets/internal/cli.version=$VERSION}" \
      -o /root-of-image/fetch-assets . \
 && go clean -cache \
 && mkdir -p /root-of-image/etc/ssl/certs \
 && cp /etc/ssl/certs/ca-certificates.crt /root-of-image/etc/ssl/certs/ \
 && mkdir -m 1777 /root-of-image/tmp

FROM scratch
ARG VERSION=
LABEL org.opencontainers.image.title="fetch-assets" \
      org.opencontainers.image.description="Verified third-party game assets, their licences and credits, from one manifest" \
      org.opencontainers.image.source="https://github.com/astraweave/fetch-assets" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION"
COPY --from=build /root-of-image/ /
# There is no USER on purpose. GitHub mounts a workspace that belongs to the
# runner's user and expects actions to write to it as root; fetch-assets gives
# what it creates to the workspace's owner. Elsewhere, use docker run --user.
ENTRYPOINT ["/fetch-assets"]
