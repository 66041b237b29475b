package files

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"candor/internal/db"
	"candor/internal/errs"
)

// bucket keeps blobs as objects of an S3 bucket.
type bucket struct {
	client *minio.Client
	name   string
	prefix string
}

// S3 keeps files in a bucket: "s3://KEY:SECRET@HOST:PORT/BUCKET/PREFIX?region=R&tls=0". tls=0 is for a server on the same machine
// or network; without it the connection is encrypted. The bucket must exist.
func S3(address string) (Blobs, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, errs.Of(errs.Invalid, "The s3:// address cannot be read. It looks like s3://KEY:SECRET@HOST/BUCKET?region=REGION.") // the cause would repeat the secret
	}
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if len(name) < 3 {
		return nil, errs.Of(errs.Invalid, "The s3:// address names no bucket. It looks like s3://KEY:SECRET@HOST/BUCKET?region=REGION.")
	}
	q := u.Query()
	for k := range q {
		if k != "region" && k != "tls" {
			return nil, errs.Of(errs.Invalid, fmt.Sprintf("The s3:// address has an unknown option %q; region and tls are known.", k))
		}
	}
	client, err := minio.New(u.Host, &minio.Options{Creds: s3Credentials(u.User), Region: q.Get("region"), Secure: q.Get("tls") != "0"})
	if err != nil {
		return nil, errs.Of(errs.Invalid, "The s3:// address cannot be used.").With(err)
	}
	if prefix != "" {
		prefix += "/"
	}
	return &bucket{client, name, prefix}, nil
}

func s3Credentials(user *url.Userinfo) *credentials.Credentials {
	if user.Username() == "" {
		return credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.EnvMinio{}})
	}
	secret, _ := user.Password()
	return credentials.NewStaticV4(user.Username(), secret, "")
}

func (b *bucket) Put(ctx context.Context, key string, r io.ReaderAt, size int64) error {
	_, err := b.client.PutObject(ctx, b.name, b.prefix+key, io.NewSectionReader(r, 0, size), size,
		minio.PutObjectOptions{ContentType: "application/octet-stream", DisableMultipart: true})
	if err != nil {
		return fmt.Errorf("store object: %w", err)
	}
	return nil
}

func (b *bucket) Open(ctx context.Context, key string) (Content, error) {
	o, err := b.client.GetObject(ctx, b.name, b.prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("open object: %w", err)
	}
	if _, err := o.Stat(); err != nil {
		o.Close()
		if minio.ToErrorResponse(err).Code == "NoSuchKey" {
			return nil, fmt.Errorf("open object: %w", fs.ErrNotExist)
		}
		return nil, fmt.Errorf("open object: %w", err)
	}
	return o, nil
}

func (b *bucket) Delete(ctx context.Context, key string) error {
	if err := b.client.RemoveObject(ctx, b.name, b.prefix+key, minio.RemoveObjectOptions{}); err != nil {
		return fmt.Errorf("delete object: %w", err)
	}
	return nil
}

func (b *bucket) Check(ctx context.Context) error { return tryOut(ctx, b, ".check-"+db.NewID()) }
