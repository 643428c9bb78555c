use bluelamp::*;
fn main() {
    let a = std::env::args().nth(1).unwrap();
    if a=="build" { city::build::build(std::path::Path::new("../shared/data"), std::path::Path::new("scenarios/london-2017")).unwrap(); return; }
    let t0 = std::time::Instant::now();
    let file = scenario::ScenarioFile::open(&a).unwrap();
    let c = match city::load(file.city().unwrap()) { Ok(c)=>c, Err(city::CityError::Invalid(p))=>{ eprintln!("{}", city::render_all(&p,false,5)); return; } _=>panic!() };
    eprintln!("city {:?}", t0.elapsed());
    let s = match scenario::Scenario::check(&file,&c) { Ok(s)=>s, Err(scenario::ScenarioError::Invalid(p))=>{ eprintln!("{}", city::render_all(&p,false,5)); return; } _=>panic!() };
    eprintln!("scenario {:?}", t0.elapsed());
    let (z, (m, i)) = rayon::join(|| c.outlines(city::OutlineLayer::Zones).unwrap(), || { let m= impact::measure(&c,&s);     eprintln!("measure {:?}", t0.elapsed()); let i = impact::assess(&c,&s,&m); (m, i)});
    eprintln!("assess {:?} rows {} evals {}", t0.elapsed(), i.rows.len(), i.modes[0].evaluations.len());
    let r = report::Results{city:&c,scenario:&s,matrix:&m,impact:&i, zone_outlines:&z};
    let (mut f, ch) = rayon::join(|| report::tables(&r, Default::default()), || charts::charts(&r).unwrap());
    f.extend(ch);
    eprintln!("charts {:?}", t0.elapsed());
    f.push(report::record(&r,&report::RunRecord{command:vec![],threads:2,timings:vec![]}));
    eprintln!("tables {:?}", t0.elapsed());
    for x in &f { println!("{} {}", x.path, x.bytes.len()); }
    city::write_folder(&std::path::Path::new("/tmp/out").join(&s.name), "run.json", &f).unwrap();
    eprintln!("written {:?}", t0.elapsed());
    for x in &i.findings { println!("{}\n  {}", x.title, x.sentence()); }
    println!("{}", i.headline().unwrap().headline());
}
