package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gongshi/compliance/profile"
	"gongshi/compliance/workday"
)

// readProfile reads the profile, if one is named, and gives the official calendar
// extended by that of the profile and by the one that is named.
func (a *app) readProfile(profilePath, calendarPath string) (*profile.Profile, *workday.Calendar, error) {
	chosen, calendar := &profile.Profile{}, workday.Official()
	if profilePath != "" {
		file, err := os.Open(profilePath)
		if err != nil {
			return nil, nil, err
		}
		defer file.Close()
		if chosen, err = profile.Read(file); err != nil {
			return nil, nil, a.profileError(profilePath, err)
		}
		if chosen.Calendar != "" {
			path := chosen.Calendar
			if !filepath.IsAbs(path) {
				path = filepath.Join(filepath.Dir(profilePath), path)
			}
			if calendar, err = a.extend(calendar, path); err != nil {
				return nil, nil, err
			}
		}
	}
	if calendarPath != "" {
		var err error
		if calendar, err = a.extend(calendar, calendarPath); err != nil {
			return nil, nil, err
		}
	}
	return chosen, calendar, nil
}

// profileError says what is wrong with a profile in the language of the user.
func (a *app) profileError(path string, err error) error {
	if mistake, ok := errors.AsType[*profile.Error](err); ok {
		return fmt.Errorf(a.tr("--profile %s：%s", "--profile %s: %s"), path, mistake.In(a.lang))
	}
	return fmt.Errorf("--profile %s: %w", path, err)
}

// extend adds a user's file to the calendar.
func (a *app) extend(calendar *workday.Calendar, path string) (*workday.Calendar, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	own, err := workday.Parse(file)
	if err != nil {
		return nil, fmt.Errorf(a.tr("工作日历 %s 读不出来：每行写作“year 2027”“2027-01-01 off 元旦”或“2027-02-06 work 春节”（%w）",
			"the calendar %s cannot be read: lines are year 2027, 2027-01-01 off 元旦, or 2027-02-06 work 春节 (%w)"), path, err)
	}
	return calendar.With(own), nil
}
