package main

import (
	"context"
	"errors"
	"fmt"

	"candor/internal/access"
	"candor/internal/config"
	"candor/internal/errs"
	"candor/internal/org"
)

type memberCmd struct {
	Add memberAddCmd `cmd:"" help:"Add a member; in an empty installation, set up an organisation around them."`
}

type memberAddCmd struct {
	config.Config
	Email        string `arg:"" help:"The member's address."`
	Role         string `help:"Name of the role; without it the organisation's default role."`
	Name         string `help:"Name; without it made of the address."`
	Organization string `help:"Slug of the organisation, where there are several."`
}

func (c *memberAddCmd) Run(ctx context.Context) error {
	return withConsole(ctx, &c.Config, func(ctx context.Context, room *org.Room) error {
		in, err := c.add(ctx, room)
		if err != nil {
			return err
		}
		fmt.Printf("%s is a member now (%s).\n", in.Member.Email, in.Member.Role)
		if in.Link != "" {
			fmt.Printf("They choose a password at %s\n", in.Link)
		}
		return nil
	})
}

func (c *memberAddCmd) add(ctx context.Context, room *org.Room) (org.Arrived, error) {
	empty, err := room.Empty(ctx)
	if err != nil {
		return org.Arrived{}, err
	}
	if empty {
		if c.Role != "" && c.Role != access.Admin.Label() {
			return org.Arrived{}, usage{errors.New("the first member owns the organisation and is an Admin; leave --role out")}
		}
		return room.FoundFor(ctx, c.Email)
	}
	a, err := room.Console(ctx, c.Organization)
	if err != nil {
		return org.Arrived{}, err
	}
	return room.AddMember(ctx, a, org.Arrival{Email: c.Email, Name: c.Name, Role: c.Role})
}

type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"Make an API key that speaks for a member."`
}

type keyCreateCmd struct {
	config.Config
	Member       string   `required:"" help:"The member's address."`
	Name         string   `default:"Command line" help:"What the key is for."`
	Permission   []string `placeholder:"STRING" help:"What it may do; without any, all that its member may."`
	Organization string   `help:"Slug of the organisation, where there are several."`
}

func (c *keyCreateCmd) Run(ctx context.Context) error {
	return withConsole(ctx, &c.Config, func(ctx context.Context, room *org.Room) error {
		a, err := room.Console(ctx, c.Organization)
		if err != nil {
			return err
		}
		draft := org.KeyDraft{Name: c.Name}
		for _, p := range c.Permission {
			draft.Permissions = append(draft.Permissions, access.Permission(p))
		}
		key, err := room.CreateKeyFor(ctx, a, c.Member, draft)
		if err != nil {
			return err
		}
		fmt.Println(key.Token)
		return nil
	})
}

// withConsole opens what a command about people needs. What they did wrong is said field by field, in one line.
func withConsole(ctx context.Context, c *config.Config, fn func(ctx context.Context, room *org.Room) error) error {
	if err := c.Look(); err != nil {
		return usage{err}
	}
	d, err := openCurrent(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	err = fn(ctx, org.New(d, org.Config{PublicURL: c.PublicURL}))
	if errs.KindOf(err) == errs.Invalid {
		return usage{saidInOneLine(err)}
	}
	return err
}

func saidInOneLine(err error) error {
	e := errs.As(err)
	if len(e.Fields) == 0 {
		return err
	}
	line := ""
	for i, f := range e.Fields {
		if i > 0 {
			line += " "
		}
		line += f.Message
	}
	return fmt.Errorf("%s", line)
}
